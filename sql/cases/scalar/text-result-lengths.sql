-- lengths and nullability of text results over CHAR and VARCHAR
-- tags: string, types
SELECT LEFT(c, 2) AS a, RIGHT(v, 2) AS b, LTRIM(c) AS c1, RTRIM(v, 'x') AS d, BTRIM(v) AS e, REVERSE(c) AS f, ELT(2, c, v) AS g, ELT(1, 'a', 'bcd') AS h, IFNULL(c, v) AS i, IFNULL('Hello', 'nothing at all') AS j, SHA2('a', 256) AS l, LEFT('abc', 1) AS m, TYPEOF(s, TRUE) AS n, TYPEOF(ARRAY[s], TRUE) AS o, TYPEOF(s, FALSE) AS q FROM (VALUES (CAST('abc' AS CHAR(5)), CAST('xyz' AS VARCHAR(7)), CAST('s' AS STRING))) AS t(c, v, s);
