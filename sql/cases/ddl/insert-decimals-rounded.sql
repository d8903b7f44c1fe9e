-- decimals, integers and doubles into a DECIMAL column: half up, NULL where they do not fit
-- tags: insert, decimal, implicit cast
CREATE TABLE target (id INT, m DECIMAL(6, 2)) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-insert-decimals-rounded/', 'format' = 'json');
INSERT INTO target VALUES (1, 1.255), (2, 1.245), (3, -1.255), (4, 1.2549), (5, 9999.994), (6, 9999.999);
INSERT INTO target SELECT 7, 1.255E0;
INSERT INTO target SELECT 8, 123456;
INSERT INTO target SELECT id, m + 0.005 FROM (VALUES (9, 1.25), (10, 2.005)) AS t(id, m);
SELECT * FROM target;
