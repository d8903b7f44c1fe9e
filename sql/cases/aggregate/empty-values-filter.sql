-- rows of VALUES that a filter takes away: no row, as in a stream
-- tags: empty, values
SELECT COUNT(*) AS n FROM (VALUES (1), (2)) AS t (x) WHERE x > 5;
