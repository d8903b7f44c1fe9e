-- * over a subquery that names two columns alike
-- tags: refuse, ambiguous, star
SELECT * FROM (SELECT 1 AS x, 2 AS x);
