-- PARTITION beside a list of some of the other columns
-- tags: insert, partition
CREATE TABLE target (a INT, b STRING, p STRING, q INT) PARTITIONED BY (p, q) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-insert-partition-and-columns/', 'format' = 'json');
INSERT INTO target PARTITION (p = 'x') (a, q) SELECT 2, 3;
INSERT INTO target PARTITION (p = 'y') (b, a, q) VALUES ('n', 2, 3);
INSERT INTO target PARTITION (q = 7) SELECT 1, 'b', 'z';
SELECT * FROM target;
