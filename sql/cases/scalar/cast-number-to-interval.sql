-- a number as an interval of one unit
-- tags: cast, interval
SELECT CAST(2 AS INTERVAL DAY) AS d, CAST(2 AS INTERVAL YEAR) AS y, CAST(2 AS INTERVAL MONTH) AS m, CAST(30 AS INTERVAL SECOND) AS s, CAST(1.5 AS INTERVAL DAY) AS h;
