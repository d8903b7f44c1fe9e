-- a key on a column of the base table that can be NULL
-- tags: like, primary-key, refuse
CREATE TABLE base (id INT, v STRING, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'filesystem', 'path' = '/somewhere/else', 'format' = 'json');
CREATE TABLE t (PRIMARY KEY (v) NOT ENFORCED) LIKE base (EXCLUDING CONSTRAINTS);
DESCRIBE t;
