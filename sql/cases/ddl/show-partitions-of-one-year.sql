-- partitions that have one value
-- tags: show, partition
CREATE TABLE t (id INT, y INT, region STRING) PARTITIONED BY (y, region) WITH ('connector' = 'filesystem', 'path' = '/somewhere/else', 'format' = 'json');
ALTER TABLE t ADD PARTITION (y = 2023, region = 'eu') PARTITION (y = 2024, region = 'us') PARTITION (y = 2024, region = 'eu');
SHOW PARTITIONS t PARTITION (y = 2024);
