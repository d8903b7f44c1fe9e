-- a FLOAT is looked up as a FLOAT among exact numbers
-- tags: comparison, float
SELECT k, f IN (0.1) AS a, f IN (0.1, 1.5) AS b, f NOT IN (0.1, 7) AS c, f IN (0.1, NULL) AS d, f IN (0.1, k) AS e FROM (VALUES (1, CAST('0.1' AS FLOAT)), (2, CAST('1.5' AS FLOAT)), (3, CAST('3' AS FLOAT)), (4, CAST('16777216' AS FLOAT)), (5, CAST(NULL AS FLOAT))) AS t(k, f);
