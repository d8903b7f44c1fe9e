-- bids on every 123rd auction
SELECT b.auction, b.price FROM bid AS b WHERE MOD(b.auction, 123) = 0;
