-- % matches line breaks and _ does not
-- tags: like, similar
SELECT REPLACE(s, CHR(10), '/') AS t, s LIKE 'a_b' AS a, s LIKE 'a%b' AS b, s LIKE '%_b' AS c, s SIMILAR TO 'a_b' AS d, s SIMILAR TO 'a%b' AS e, s NOT LIKE '___' AS f, s LIKE '_' || CHR(10) || '_' AS g FROM (VALUES ('a' || CHR(10) || 'b'), ('a' || CHR(13) || 'b'), ('axb')) AS t(s);
