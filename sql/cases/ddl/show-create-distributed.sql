-- DISTRIBUTED BY HASH is shown with its keys in backticks
-- tags: distribution, show
CREATE TABLE t (a INT, b STRING) DISTRIBUTED BY HASH(a) INTO 4 BUCKETS WITH ('connector' = 'datagen');
SHOW CREATE TABLE t;
