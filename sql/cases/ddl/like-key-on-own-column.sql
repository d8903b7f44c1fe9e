-- a key on a column written beside LIKE makes it NOT NULL
-- tags: like, primary-key, describe
CREATE TABLE base (v STRING) WITH ('connector' = 'filesystem', 'path' = '/somewhere/else', 'format' = 'json');
CREATE TABLE t (id INT, PRIMARY KEY (id) NOT ENFORCED) LIKE base;
DESCRIBE t;
