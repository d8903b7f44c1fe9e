-- a difference of unlike kinds of timestamps
-- tags: refuse, interval
SELECT (ts - lz) DAY AS x FROM (VALUES (TIMESTAMP '2024-01-01 00:00:00', CAST(TIMESTAMP '2024-01-01 00:00:00' AS TIMESTAMP_LTZ(3)))) AS t(ts, lz);
