-- a column is in the primary key twice
-- tags: refuse, primary-key
CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, a) NOT ENFORCED) WITH ('connector' = 'datagen');
