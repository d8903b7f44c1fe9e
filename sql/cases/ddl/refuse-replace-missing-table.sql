-- REPLACE TABLE of a table that is not there
-- tags: refuse, ctas
REPLACE TABLE t WITH ('connector' = 'blackhole') AS SELECT 1 AS a;
