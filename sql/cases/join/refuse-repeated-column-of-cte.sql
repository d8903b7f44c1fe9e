-- WITH over a query that names two columns alike
-- tags: refuse, cte
WITH c AS (SELECT 1 AS x, 2 AS x) SELECT * FROM c;
