-- people who registered and opened an auction within the same ten seconds
SELECT newcomer.id, newcomer.name, newcomer.window_start AS stime
FROM (
  SELECT window_start, window_end, id, name
  FROM TABLE(TUMBLE(TABLE person, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND))
  GROUP BY window_start, window_end, id, name
) AS newcomer
JOIN (
  SELECT window_start, window_end, seller
  FROM TABLE(TUMBLE(TABLE auction, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND))
  GROUP BY window_start, window_end, seller
) AS opened
ON newcomer.window_start = opened.window_start AND newcomer.window_end = opened.window_end AND newcomer.id = opened.seller;
