-- columns of a join that have one name, through a subquery
-- tags: star, alias
SELECT v, v0 FROM (SELECT * FROM (VALUES (1, 1)) AS a(k, v) JOIN (VALUES (1, 2)) AS b(k, v) ON a.k = b.k);
