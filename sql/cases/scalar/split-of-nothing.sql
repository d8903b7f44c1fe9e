-- the empty text has no pieces
-- tags: string, split
SELECT SPLIT(s, ',') AS a, SPLIT(s, '') AS b, SPLIT_INDEX(s, ',', 0) AS c, SPLIT_INDEX(s, '', 0) AS d, SPLIT_INDEX(s, 44, 0) AS e FROM (VALUES (''), (','), ('a'), (CAST(NULL AS STRING))) AS t(s);
