-- PARTITION names a column twice
-- tags: refuse, insert, partition
CREATE TABLE t (a INT, b STRING) PARTITIONED BY (b) WITH ('connector' = 'blackhole');
INSERT INTO t PARTITION (b = 'x', b = 'y') SELECT 1;
