-- NOT NULL as a condition
-- tags: refuse, null
SELECT NOT NULL AS x FROM (VALUES (1, 'a'), (2, 'b')) AS t(i, s);
