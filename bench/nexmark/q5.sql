-- the auctions with most bids in each ten-second window that starts every two seconds
CREATE VIEW counted AS
  SELECT window_start, window_end, auction, COUNT(*) AS num
  FROM TABLE(HOP(TABLE bid, DESCRIPTOR(`dateTime`), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
  GROUP BY window_start, window_end, auction;
SELECT c.auction, c.num
FROM counted AS c
JOIN (SELECT window_start, window_end, MAX(num) AS most FROM counted GROUP BY window_start, window_end) AS m
  ON c.window_start = m.window_start AND c.window_end = m.window_end AND c.num >= m.most;
