-- GROUP BY NULL
-- tags: refuse, null, group by
SELECT COUNT(*) AS c FROM (VALUES (1), (2)) AS t(a) GROUP BY NULL;
