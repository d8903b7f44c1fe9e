-- bids with all details of their auction, for category 10
SELECT auction, bidder, price, channel, url, offer.`dateTime` AS bid_dateTime, offer.extra AS bid_extra,
  itemName, description, initialBid, reserve, item.`dateTime` AS auction_dateTime, expires, seller, category, item.extra AS auction_extra
FROM bid AS offer
JOIN auction AS item ON item.id = offer.auction
WHERE item.category = 10;
