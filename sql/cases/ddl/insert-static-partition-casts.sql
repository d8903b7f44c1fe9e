-- values of PARTITION are cast to the column
-- tags: insert, partition, cast
CREATE TABLE target (a INT, p STRING, q INT, r BOOLEAN, s BIGINT) PARTITIONED BY (p, q, r, s) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-insert-static-partition-casts/', 'format' = 'json');
INSERT INTO target PARTITION (p = 7, q = '7', r = 'true', s = 1.5) VALUES (1);
SELECT * FROM target;
