-- a subquery as a key, written again in the select list
-- tags: group by, subquery
SELECT (SELECT MAX(x) FROM (VALUES (1), (2)) AS s(x)) AS k, COUNT(*) AS c FROM (VALUES (1), (2), (3)) AS t(y) GROUP BY (SELECT MAX(x) FROM (VALUES (1), (2)) AS s(x));
