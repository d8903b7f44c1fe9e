-- a column that a subquery names twice
-- tags: refuse, ambiguous
SELECT d.x FROM (SELECT 1 AS x, 2 AS x) AS d;
