-- count, least, greatest, average and sum of the bids of an auction on a day
WITH dated AS (SELECT auction, DATE_FORMAT(`dateTime`, 'yyyy-MM-dd') AS on_day, price FROM bid)
SELECT auction, on_day AS `day`,
  COUNT(*) AS total_bids,
  COUNT(*) FILTER (WHERE price < 10000) AS rank1_bids,
  COUNT(*) FILTER (WHERE price BETWEEN 10000 AND 999999) AS rank2_bids,
  COUNT(*) FILTER (WHERE price >= 1000000) AS rank3_bids,
  MIN(price) AS min_price, MAX(price) AS max_price, AVG(price) AS avg_price, SUM(price) AS sum_price
FROM dated
GROUP BY auction, on_day;
