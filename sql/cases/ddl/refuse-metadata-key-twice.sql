-- two columns of one metadata key
-- tags: refuse, metadata
CREATE TABLE t (a INT, m STRING METADATA FROM 'a b', n STRING METADATA FROM 'a b') WITH ('connector' = 'datagen');
DESCRIBE t;
