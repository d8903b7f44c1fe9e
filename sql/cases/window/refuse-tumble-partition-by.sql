-- TUMBLE takes no PARTITION BY
-- tags: refuse, tumble
CREATE TABLE rides (ride INT, city STRING, rider STRING, fare DECIMAL(8, 2), km DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '10' SECOND) WITH ('connector' = 'filesystem', 'path' = 'data/window-rides.jsonl', 'format' = 'json');
SELECT COUNT(*) AS n FROM TABLE(TUMBLE(TABLE rides PARTITION BY city, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
