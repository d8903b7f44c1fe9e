-- the same in SHOW CREATE TABLE
-- tags: show, computed
CREATE TABLE t (i INT, s STRING, ts TIMESTAMP(3), a8 AS TRIM(s), a9 AS NULLIF(i, 1), a6 AS MONTH(ts), c4 AS TRY_CAST(s AS TIMESTAMP(3)), b2 AS JSON_QUERY(s, '$.a' WITH WRAPPER), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'datagen');
SHOW CREATE TABLE t;
