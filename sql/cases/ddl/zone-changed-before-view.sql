-- a view is computed in the zone of the query that reads it
-- tags: view, zone
CREATE VIEW v AS SELECT CAST(TO_TIMESTAMP_LTZ(0, 3) AS STRING) AS a, CAST(TIMESTAMP '2024-01-01 00:00:00' AS TIMESTAMP_LTZ(3)) AS b;
SET 'table.local-time-zone' = 'Asia/Tokyo';
SELECT * FROM v;
