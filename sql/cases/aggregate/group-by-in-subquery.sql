-- IN (query) as a key
-- tags: group by, subquery
SELECT y IN (SELECT x FROM (VALUES (1), (3)) AS s(x)) AS k, COUNT(*) AS c, MAX(y) AS m FROM (VALUES (1), (2), (1), (4)) AS t(y) GROUP BY y IN (SELECT x FROM (VALUES (1), (3)) AS s(x));
