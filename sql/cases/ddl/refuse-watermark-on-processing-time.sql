-- a watermark on a column of processing time
-- tags: watermark, refuse
CREATE TABLE t (id INT, p AS PROCTIME(), WATERMARK FOR p AS p) WITH ('connector' = 'filesystem', 'path' = '/somewhere/else', 'format' = 'json');
DESCRIBE t;
