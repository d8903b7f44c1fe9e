-- LOCATE and POSITION from 0 and below start at the first character, and an empty part is at 1
-- tags: string
SELECT k, LOCATE(p, s, 0) AS a, LOCATE(p, s, -5) AS b, LOCATE('', s, 3) AS c, LOCATE('', s, 100) AS d, POSITION(p IN s FROM 0) AS e, POSITION('' IN s FROM 2) AS f FROM (VALUES (1, 'banana', 'an'), (2, '', 'a'), (3, CAST(NULL AS STRING), 'a'), (4, '😀b😀b', 'b'), (5, 'aaaa', 'aa')) AS t(k, s, p);
