-- the ten highest bids of an auction with their place
SELECT auction, bidder, price, channel, url, `dateTime`, extra, place AS rank_number
FROM (SELECT b.*, ROW_NUMBER() OVER (PARTITION BY auction ORDER BY price DESC) AS place FROM bid AS b)
WHERE place <= 10;
