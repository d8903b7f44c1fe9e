-- doubles are stored as DECIMAL, and timestamps as DATE and TIME, without a CAST
-- tags: insert, cast
CREATE TABLE s (m DECIMAL(6, 2), d DATE, t TIME) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-insert-implicit-narrowing', 'format' = 'json');
INSERT INTO s VALUES (CAST(1.5 AS DOUBLE), TIMESTAMP '2024-02-29 12:34:56', TIMESTAMP '2024-02-29 12:34:56'), (CAST(-3.5 AS DOUBLE), CAST(NULL AS TIMESTAMP(3)), TIMESTAMP '1999-12-31 23:59:59.9');
SELECT * FROM s;
