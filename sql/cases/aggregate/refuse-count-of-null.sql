-- COUNT(NULL): the NULL has no type
-- tags: refuse, null
SELECT COUNT(NULL) AS x FROM (VALUES (1)) AS t(a);
