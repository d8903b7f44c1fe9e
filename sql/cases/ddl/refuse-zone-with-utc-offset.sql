-- a session zone is a name, UTC or GMT with an offset
-- tags: refuse, set
SET 'table.local-time-zone' = 'UTC+3';
SELECT CAST(TIMESTAMP '2020-01-01 00:00:00' AS TIMESTAMP_LTZ(3)) AS z;
