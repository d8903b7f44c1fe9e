-- an interval as a number
-- tags: refuse, cast, interval
SELECT CAST(INTERVAL '1' DAY AS INT) AS x;
