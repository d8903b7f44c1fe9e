-- CONSTRAINTS cannot be OVERWRITING
-- tags: refuse, like
CREATE TABLE t (a INT) WITH ('connector' = 'datagen');
CREATE TABLE u LIKE t (OVERWRITING CONSTRAINTS);
