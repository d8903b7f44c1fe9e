-- ALTER TABLE RESET without an option
-- tags: refuse, alter
CREATE TABLE t (a INT) WITH ('connector' = 'datagen', 'x' = 'y');
ALTER TABLE t RESET ();
SHOW CREATE TABLE t;
