-- texts of many forms as dates and timestamps, with and without a pattern
-- tags: temporal, parse, try-cast, null
SELECT id, TO_TIMESTAMP(s) AS plain, TO_DATE(s) AS d, TO_DATE(s, 'yyyy-MM-dd') AS dp, TO_TIMESTAMP(s, 'yyyy-MM-dd HH:mm') AS tp, DATE_FORMAT(s, 'yyyy/MM/dd HH:mm:ss') AS f, CONVERT_TZ(s, 'UTC', 'Asia/Tokyo') AS tz, TRY_CAST(s AS DATE) AS cd, TRY_CAST(s AS TIMESTAMP(6)) AS ct
FROM (VALUES (1, '2024-02-29'), (2, '2024-02-29 12:34:56'), (3, '2024-02-29 12:34:56.789'), (4, '2024-02-29 12:34'), (5, ' 2024-02-29 12:34:56 '), (6, '2024-2-9 1:2:3'), (7, CAST(NULL AS STRING)), (8, '1969-12-31 23:59:59'), (9, '2024-02-29 12')) AS t(id, s);
