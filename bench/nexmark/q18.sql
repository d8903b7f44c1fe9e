-- the last bid of each bidder on each auction
SELECT auction, bidder, price, channel, url, `dateTime`, extra
FROM (SELECT b.*, ROW_NUMBER() OVER (PARTITION BY auction, bidder ORDER BY `dateTime` DESC) AS newest FROM bid AS b)
WHERE newest = 1;
