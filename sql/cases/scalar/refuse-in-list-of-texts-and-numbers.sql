-- a list of numbers and texts
-- tags: refuse, in
SELECT i IN (1, 'x') AS a FROM (VALUES (1, CAST(1.5 AS DECIMAL(10, 2)), TRUE), (2, 2.25, FALSE), (CAST(NULL AS INT), CAST(NULL AS DECIMAL(10, 2)), CAST(NULL AS BOOLEAN))) AS t(i, m, b);
