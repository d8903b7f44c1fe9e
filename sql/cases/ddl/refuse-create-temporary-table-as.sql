-- CREATE TEMPORARY TABLE AS
-- tags: refuse, ctas
CREATE TEMPORARY TABLE t WITH ('connector' = 'blackhole') AS SELECT 1 AS a;
DESCRIBE t;
