-- a view of a query that names two columns alike
-- tags: refuse, view
CREATE VIEW w AS SELECT 1 AS x, 2 AS x;
SELECT * FROM w;
