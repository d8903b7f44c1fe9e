-- LIKE does not take over the comment of the table
-- tags: like, comment
CREATE TABLE t (a INT) COMMENT 'orig' WITH ('connector' = 'datagen');
CREATE TABLE u LIKE t;
SHOW CREATE TABLE u;
