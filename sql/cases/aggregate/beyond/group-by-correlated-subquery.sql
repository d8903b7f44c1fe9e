-- a subquery over the row as a key
-- tags: group by, subquery
-- beyond: one group for each value of the subquery
SELECT COUNT(*) AS c FROM (VALUES (1), (2), (1), (3)) AS t(y) GROUP BY (SELECT MAX(x) FROM (VALUES (1), (2)) AS s(x) WHERE s.x = t.y);
