-- a DATE is not stored as a TIMESTAMP without a CAST
-- tags: refuse, insert
CREATE TABLE t (a TIMESTAMP(3)) WITH ('connector' = 'blackhole');
INSERT INTO t VALUES (DATE '2020-01-01');
