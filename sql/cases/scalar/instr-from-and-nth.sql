-- INSTR from a position and for the n-th place; negative positions look from the end
-- tags: string
SELECT k, INSTR(s, p, 2) AS a, INSTR(s, p, -1) AS b, INSTR(s, p, -3) AS c, INSTR(s, p, 1, 2) AS d, INSTR(s, p, -1, 2) AS e, INSTR(s, p, 0) AS f, INSTR(s, p, 100) AS g, INSTR(s, p, -100) AS h, INSTR(s, '', 3) AS i, INSTR(s, '', -1) AS j FROM (VALUES (1, 'banana', 'an'), (2, '', 'a'), (3, CAST(NULL AS STRING), 'a'), (4, '😀b😀b', 'b'), (5, 'aaaa', 'aa')) AS t(k, s, p);
