-- IN and BETWEEN read texts beside numbers and booleans
-- tags: in, between, implicit cast
SELECT i, i IN ('1', '3') AS a, i NOT IN ('1') AS n, m IN ('1.5', '7') AS d, b IN ('true') AS t, i BETWEEN '1' AND '1' AS w, i NOT BETWEEN '2' AND 1000 AS x, (i, b) IN (('2', 'false')) AS r FROM (VALUES (1, CAST(1.5 AS DECIMAL(10, 2)), TRUE), (2, 2.25, FALSE), (CAST(NULL AS INT), CAST(NULL AS DECIMAL(10, 2)), CAST(NULL AS BOOLEAN))) AS t(i, m, b);
