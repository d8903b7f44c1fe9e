-- SPLIT_INDEX by the code of a character, by none that is one, and by blanks
-- tags: string
SELECT SPLIT_INDEX('a b c', 32, 1) AS a, SPLIT_INDEX('a b c', 256, 0) AS b, SPLIT_INDEX('a b c', 0, 0) AS c, SPLIT_INDEX('a b  c', '', 1) AS d, SPLIT_INDEX('a b  c', '', 2) AS e, SPLIT_INDEX(s, '', 0) AS f FROM (VALUES ('x y'), ('xy')) AS t(s);
