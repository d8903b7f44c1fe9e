-- a column dropped together with the one computed from it
-- tags: alter, describe
CREATE TABLE t (id INT, name STRING, n AS id + 1) WITH ('connector' = 'filesystem', 'path' = '/somewhere/else', 'format' = 'json');
ALTER TABLE t DROP (id, n);
DESCRIBE t;
