-- JSON_VALUE of NULL without a type
-- tags: refuse, null
SELECT JSON_VALUE(NULL, '$.a') AS x FROM (VALUES (1, 'a'), (2, 'b')) AS t(i, s);
