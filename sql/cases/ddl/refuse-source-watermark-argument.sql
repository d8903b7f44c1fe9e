-- SOURCE_WATERMARK takes no argument
-- tags: watermark, refuse
CREATE TABLE t (a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS SOURCE_WATERMARK(1)) WITH ('connector' = 'datagen');
DESCRIBE t;
