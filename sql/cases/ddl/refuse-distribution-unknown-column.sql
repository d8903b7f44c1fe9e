-- a distribution key must be a stored column
-- tags: refuse, distribution
CREATE TABLE t (a INT, b STRING) DISTRIBUTED BY HASH(nope) WITH ('connector' = 'datagen');
SHOW CREATE TABLE t;
