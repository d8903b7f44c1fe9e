-- a DATE is not stored as a TIMESTAMP_LTZ without a CAST
-- tags: refuse, insert
CREATE TABLE t (a TIMESTAMP_LTZ(3)) WITH ('connector' = 'blackhole');
INSERT INTO t VALUES (DATE '2020-01-01');
