-- a backslash before a letter in a pattern
-- tags: refuse, show, like
CREATE TABLE a_b (a INT, ced INT) WITH ('connector' = 'datagen');
SHOW COLUMNS FROM a_b LIKE 'c\ed';
