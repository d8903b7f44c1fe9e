-- NULL without a type where something else gives one
-- tags: null, types
SELECT COALESCE(NULL, i) AS a, IFNULL(NULL, i) AS b, NULLIF(i, NULL) AS c, CASE WHEN i > 1 THEN NULL ELSE i END AS d, i = NULL AS e, i IN (1, NULL) AS f, NULL BETWEEN i AND 2 AS g, NULL IS NULL AS h, i IS DISTINCT FROM NULL AS j, ARRAY[i, NULL] AS k, STARTSWITH(s, NULL) AS l, URL_ENCODE(NULL) AS m, ARRAY_CONTAINS(ARRAY[i], NULL) AS n, (NULL, 1) = (i, 1) AS o FROM (VALUES (1, 'a'), (2, 'b')) AS t(i, s);
