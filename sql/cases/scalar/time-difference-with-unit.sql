-- (a - b) unit over times of day
-- tags: time, interval
SELECT (a - b) HOUR AS h, (a - b) MINUTE AS m, (b - a) SECOND AS s FROM (VALUES (TIME '12:34:56', TIME '10:00:00'), (TIME '00:00:01', TIME '23:59:59'), (CAST(NULL AS TIME), TIME '01:00:00')) AS t(a, b);
