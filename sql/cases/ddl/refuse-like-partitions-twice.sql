-- PARTITIONED BY where the base table is partitioned
-- tags: refuse, like, partition
CREATE TABLE t (a INT) PARTITIONED BY (a) WITH ('connector' = 'datagen');
CREATE TABLE u (b INT) PARTITIONED BY (b) LIKE t;
