-- AND with NULL without a type
-- tags: refuse, null
SELECT i > 1 AND NULL AS x FROM (VALUES (1, 'a'), (2, 'b')) AS t(i, s);
