-- a subquery that names two columns alike, which nobody reads
-- tags: count, alias
SELECT COUNT(*) AS c FROM (SELECT 1 AS x, 2 AS x);
