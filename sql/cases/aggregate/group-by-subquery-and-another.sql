-- the select list has another subquery than the key
-- tags: group by, subquery
SELECT (SELECT MIN(x) FROM (VALUES (1), (2)) AS s(x)) AS k, SUM((SELECT MAX(x) FROM (VALUES (1), (2)) AS s(x))) AS c FROM (VALUES (1), (2), (3)) AS t(y) GROUP BY (SELECT MAX(x) FROM (VALUES (1), (2)) AS s(x));
