-- LIKE NULL
-- tags: refuse, null
SELECT s LIKE NULL AS x FROM (VALUES (1, 'a'), (2, 'b')) AS t(i, s);
