-- a column in PARTITION and in the list
-- tags: refuse, insert, partition
CREATE TABLE target (a INT, p STRING) PARTITIONED BY (p) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-refuse-insert-partition-column-listed/', 'format' = 'json');
INSERT INTO target PARTITION (p = 'x') (a, p) VALUES (2, 'y');
SELECT * FROM target;
