-- a watermark of the source is declared
-- tags: watermark, describe
CREATE TABLE t (a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS SOURCE_WATERMARK()) WITH ('connector' = 'datagen');
DESCRIBE t;
