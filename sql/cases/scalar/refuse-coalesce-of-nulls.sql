-- COALESCE with nothing but NULLs
-- tags: refuse, null
SELECT COALESCE(NULL, NULL) AS x FROM (VALUES (1, 'a'), (2, 'b')) AS t(i, s);
