-- CASE with nothing but NULLs
-- tags: refuse, null
SELECT CASE WHEN i > 1 THEN NULL ELSE NULL END AS x FROM (VALUES (1, 'a'), (2, 'b')) AS t(i, s);
