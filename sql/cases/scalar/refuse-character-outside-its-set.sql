-- a character that Latin-1 lacks
-- tags: refuse, string, literal
SELECT _LATIN1'€' AS a FROM (VALUES (1)) AS t(k);
