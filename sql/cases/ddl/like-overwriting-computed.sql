-- LIKE with OVERWRITING GENERATED
-- tags: like, computed
CREATE TABLE b (a INT, b AS a + 1) WITH ('connector' = 'datagen');
CREATE TABLE l (b AS a + 2) LIKE b (OVERWRITING GENERATED);
DESCRIBE l;
