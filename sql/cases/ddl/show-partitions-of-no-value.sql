-- no partition has the value
-- tags: show, partition
CREATE TABLE t (id INT, y INT) PARTITIONED BY (y) WITH ('connector' = 'filesystem', 'path' = '/somewhere/else', 'format' = 'json');
ALTER TABLE t ADD PARTITION (y = 2023);
SHOW PARTITIONS t PARTITION (y = 1);
