-- GREATEST with NULL without a type
-- tags: refuse, null
SELECT GREATEST(i, NULL) AS x FROM (VALUES (1, 'a'), (2, 'b')) AS t(i, s);
