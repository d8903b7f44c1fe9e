-- a subquery in a subquery that reads the outermost row
-- tags: refuse, subquery, exists
SELECT y FROM (VALUES (1), (2), (3)) AS t(y) WHERE EXISTS (SELECT 1 FROM (VALUES (1), (2)) AS s(x) WHERE EXISTS (SELECT 1 FROM (VALUES (1), (3)) AS r(z) WHERE r.z = t.y));
