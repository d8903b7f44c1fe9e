-- TIME has at most three digits
-- tags: types, describe
CREATE TABLE t (a TIME(6), b TIME(4), c TIME(3), d TIME(1), e TIME(0)) WITH ('connector' = 'datagen');
DESCRIBE t;
