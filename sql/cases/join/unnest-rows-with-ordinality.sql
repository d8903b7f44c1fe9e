-- UNNEST of arrays of rows with places, left
-- tags: unnest, nested
SELECT id, n, q, o FROM (VALUES (1, ARRAY[ROW('a', 1), ROW('b', 2)]), (2, CAST(NULL AS ARRAY<ROW<x CHAR(1), y INT>>))) AS t(id, items) LEFT JOIN UNNEST(items) WITH ORDINALITY AS i (n, q, o) ON TRUE;
