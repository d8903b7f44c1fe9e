-- WITH RECURSIVE where nothing is recursive
-- tags: with
WITH RECURSIVE x AS (SELECT 1 AS a) SELECT * FROM x;
