-- every bid passes through unchanged
SELECT auction, bidder, price, `dateTime`, extra FROM bid;
