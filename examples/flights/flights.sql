-- Three million US flights of January to June 2001, in time order: how each origin airport did each day,
-- and the three worst airports of every day with their city and state. Run it with `npm start`.
SET 'execution.checkpointing.interval' = '1 s';
SET 'execution.checkpointing.dir' = 'out/flights/job';

CREATE TABLE flights (
  `date` TIMESTAMP(3),
  delay BIGINT,
  origin STRING,
  WATERMARK FOR `date` AS `date` - INTERVAL '1' HOUR
) WITH (
  'connector' = 'filesystem',
  'path' = 'node_modules/vega-datasets/data/flights-3m.parquet',
  'format' = 'parquet'
);

CREATE TABLE airports (
  iata STRING, name STRING, city STRING, state STRING, country STRING, latitude STRING, longitude STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'node_modules/vega-datasets/data/airports.csv',
  'format' = 'csv'
);

CREATE TABLE daily (
  `day` DATE, origin STRING, flights BIGINT, avg_delay DOUBLE, max_delay BIGINT, share_late DOUBLE
) WITH ('connector' = 'filesystem', 'path' = 'out/flights/daily', 'format' = 'csv');

CREATE TABLE worst (
  `day` DATE, place BIGINT, origin STRING, city STRING, state STRING,
  flights BIGINT, avg_delay DOUBLE, max_delay BIGINT, share_late DOUBLE
) WITH ('connector' = 'filesystem', 'path' = 'out/flights/worst', 'format' = 'json');

CREATE TEMPORARY VIEW by_airport AS
SELECT
  window_start, window_end, origin,
  COUNT(*) AS flights,
  AVG(CAST(delay AS DOUBLE)) AS avg_delay,
  MAX(delay) AS max_delay,
  AVG(CASE WHEN delay > 15 THEN 1E0 ELSE 0E0 END) AS share_late
FROM TABLE(TUMBLE(TABLE flights, DESCRIPTOR(`date`), INTERVAL '1' DAY))
GROUP BY window_start, window_end, origin;

CREATE TEMPORARY VIEW ranked AS
SELECT *,
  ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY avg_delay DESC, origin ASC) AS place
FROM by_airport
WHERE flights >= 20;

EXECUTE STATEMENT SET
BEGIN
  INSERT INTO daily
  SELECT CAST(window_start AS DATE), origin, flights, avg_delay, max_delay, share_late FROM by_airport;

  INSERT INTO worst
  SELECT CAST(r.window_start AS DATE), r.place, r.origin, a.city, a.state,
    r.flights, r.avg_delay, r.max_delay, r.share_late
  FROM ranked AS r
  JOIN airports AS a ON a.iata = r.origin
  WHERE r.place <= 3;
END;

-- The ten worst of them all.
SELECT `day`, origin, city, state, flights,
  ROUND(avg_delay, 1) AS avg_delay, max_delay, ROUND(100 * share_late, 1) AS pct_late
FROM worst
ORDER BY avg_delay DESC
LIMIT 10;
