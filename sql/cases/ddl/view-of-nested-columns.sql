-- names of columns that are fields of rows and of items
-- tags: view, row, describe
CREATE VIEW v AS SELECT r.x, r.o.p, a[1].n FROM (SELECT CAST(ROW(1, ROW(2)) AS ROW<x INT, o ROW<p INT>>) AS r, ARRAY[CAST(ROW('z') AS ROW<n STRING>)] AS a) AS t;
DESCRIBE v;
