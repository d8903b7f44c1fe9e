-- bid prices converted to euros with an exact decimal factor
SELECT auction, bidder, 0.908 * price AS price, `dateTime`, extra FROM bid;
