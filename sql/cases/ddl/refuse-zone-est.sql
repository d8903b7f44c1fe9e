-- EST keeps no summer time and is no session zone
-- tags: refuse, set
SET 'table.local-time-zone' = 'EST';
SELECT CAST(TIMESTAMP '2020-01-01 00:00:00' AS TIMESTAMP_LTZ(3)) AS z;
