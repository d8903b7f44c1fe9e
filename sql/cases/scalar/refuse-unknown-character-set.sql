-- a character set that is none
-- tags: refuse, string, literal
SELECT _FOO'x' AS a FROM (VALUES (1)) AS t(k);
