-- EXISTS as a key that is not selected
-- tags: group by, subquery
SELECT COUNT(*) AS c FROM (VALUES (1), (2), (1)) AS t(y) GROUP BY EXISTS (SELECT x FROM (VALUES (1), (3)) AS s(x));
