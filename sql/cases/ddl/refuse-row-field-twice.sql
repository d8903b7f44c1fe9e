-- a row type with a field twice
-- tags: types, refuse
CREATE TABLE t (a ROW<x INT, x STRING>) WITH ('connector' = 'blackhole');
DESCRIBE t;
