-- NULLIF of NULL without a type
-- tags: refuse, null
SELECT NULLIF(NULL, i) AS x FROM (VALUES (1, 'a'), (2, 'b')) AS t(i, s);
