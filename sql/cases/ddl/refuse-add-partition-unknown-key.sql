-- a partition by a column that is no key
-- tags: partition, alter, refuse
CREATE TABLE t (id INT, y INT) PARTITIONED BY (y) WITH ('connector' = 'filesystem', 'path' = '/somewhere/else', 'format' = 'json');
ALTER TABLE t ADD PARTITION (z = 2023);
SHOW PARTITIONS t;
