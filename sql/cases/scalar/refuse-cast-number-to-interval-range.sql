-- a number as an interval of two units
-- tags: refuse, cast, interval
SELECT CAST(2 AS INTERVAL DAY TO SECOND) AS x;
