-- a stored column made a computed one
-- tags: alter, computed, describe
CREATE TABLE t (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = '/somewhere/else', 'format' = 'json');
ALTER TABLE t MODIFY name AS CAST(id AS STRING);
DESCRIBE t;
