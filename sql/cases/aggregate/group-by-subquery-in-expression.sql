-- a subquery inside of a key, beside another key
-- tags: group by, subquery, case
SELECT y, CASE WHEN y > 1 THEN (SELECT MAX(x) FROM (VALUES (1), (2)) AS s(x)) ELSE 0 END AS k, COUNT(*) AS c FROM (VALUES (1), (2), (3), (3)) AS t(y) GROUP BY y, CASE WHEN y > 1 THEN (SELECT MAX(x) FROM (VALUES (1), (2)) AS s(x)) ELSE 0 END HAVING COUNT(*) > 0;
