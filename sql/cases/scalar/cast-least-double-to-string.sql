-- the least numbers above zero as text
-- tags: cast
SELECT CAST(d AS STRING) AS a, CAST(f AS STRING) AS b FROM (VALUES (CAST('4.9E-324' AS DOUBLE), CAST('1.4E-45' AS FLOAT)), (CAST('-4.9E-324' AS DOUBLE), CAST('-1.4E-45' AS FLOAT)), (CAST('1E-323' AS DOUBLE), CAST('1E-40' AS FLOAT))) AS t(d, f);
