-- IF over NULL without a type
-- tags: refuse, null
SELECT IF(NULL, 1, 2) AS x FROM (VALUES (1, 'a'), (2, 'b')) AS t(i, s);
