-- items and casts of VARIANT
-- tags: variant, cast
SELECT k, PARSE_JSON(j)['a']['b'][2]['c'] AS x, CAST(PARSE_JSON(j)['n'] AS INT) AS n, TRY_CAST(PARSE_JSON(j)['s'] AS INT) AS s, CAST(PARSE_JSON(j)['s'] AS STRING) AS t, JSON_STRING(PARSE_JSON(j)) AS w FROM (VALUES (1, '{"a":{"b":[1,{"c":2}]},"n":7,"s":"q"}'), (2, '{"n":null}')) AS t(k, j);
