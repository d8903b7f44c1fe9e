-- a function of NULL without a type
-- tags: refuse, null
SELECT UPPER(NULL) AS x FROM (VALUES (1, 'a'), (2, 'b')) AS t(i, s);
