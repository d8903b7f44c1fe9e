-- ELT of texts of one length is CHAR
-- tags: string, types
SELECT ELT(k, 'ab', 'cd') AS a, ELT(k, 'ab', 'cde') AS b FROM (VALUES (1), (2), (3)) AS t(k);
