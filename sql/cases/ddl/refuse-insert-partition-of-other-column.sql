-- PARTITION of a column that is no partition key
-- tags: refuse, insert, partition
CREATE TABLE t (a INT, b STRING) PARTITIONED BY (b) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddlx', 'format' = 'json');
INSERT INTO t PARTITION (a = 1) SELECT 'y';
