-- an empty field of a row is a null row
-- tags: csv, row, null
CREATE TABLE o (id INT, r ROW<x STRING, y STRING>) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-csv-empty-row/', 'format' = 'csv');
INSERT INTO o VALUES (1, ROW('a', 'b')), (2, CAST(NULL AS ROW<x STRING, y STRING>));
SELECT * FROM o;
