-- DISTRIBUTED INTO without keys
-- tags: distribution, show
CREATE TABLE t (a INT, b STRING) DISTRIBUTED INTO 4 BUCKETS WITH ('connector' = 'datagen');
SHOW CREATE TABLE t;
