-- a column alias list with a name twice
-- tags: refuse, alias
SELECT * FROM (VALUES (1, 1, 2)) AS a(k, v, v) JOIN (VALUES (1, 2)) AS b(k, w) USING (k);
