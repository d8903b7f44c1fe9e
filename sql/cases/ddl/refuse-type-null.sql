-- NULL as the type of a column
-- tags: types, refuse
CREATE TABLE t (a NULL) WITH ('connector' = 'blackhole');
DESCRIBE t;
