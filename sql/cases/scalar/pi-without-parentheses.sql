-- PI is a function with and without parentheses, whatever columns are called
-- tags: numeric
SELECT PI AS a, pi AS b, PI() = PI AS c, ROUND(2 * PI, 4) AS d, t.pi AS e, `pi` AS f FROM (VALUES (1, 2), (2, 3)) AS t(k, pi) WHERE k < PI;
