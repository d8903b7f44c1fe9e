-- ALTER TABLE DROP names a column twice
-- tags: refuse, alter
CREATE TABLE t (a INT, b INT) WITH ('connector' = 'datagen');
ALTER TABLE t DROP (a, a);
