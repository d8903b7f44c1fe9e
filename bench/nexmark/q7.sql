-- the highest bids of every ten seconds, both window bounds included
WITH best AS (
  SELECT window_end AS until, MAX(price) AS top_price
  FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND))
  GROUP BY window_start, window_end
)
SELECT b.auction, b.price, b.bidder, b.`dateTime`, b.extra
FROM bid AS b
JOIN best ON b.price = best.top_price
WHERE b.`dateTime` BETWEEN best.until - INTERVAL '10' SECOND AND best.until;
