-- a backslash in the pattern of SHOW ... LIKE
-- tags: show, like
CREATE TABLE a_b (a INT, `c%d` INT, ced INT) WITH ('connector' = 'datagen');
SHOW COLUMNS FROM a_b LIKE 'c\%d';
