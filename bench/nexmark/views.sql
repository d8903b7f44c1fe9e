-- The three streams of Nexmark.
CREATE VIEW person AS
  SELECT e.person.id, e.person.name, e.person.emailAddress, e.person.creditCard, e.person.city,
    e.person.state, e.`dateTime`, e.person.extra
  FROM events AS e WHERE e.event_type = 0;
CREATE VIEW auction AS
  SELECT e.auction.id, e.auction.itemName, e.auction.description, e.auction.initialBid,
    e.auction.reserve, e.`dateTime`, e.auction.expires, e.auction.seller, e.auction.category,
    e.auction.extra
  FROM events AS e WHERE e.event_type = 1;
CREATE VIEW bid AS
  SELECT e.bid.auction, e.bid.bidder, e.bid.price, e.bid.channel, e.bid.url, e.`dateTime`,
    e.bid.extra
  FROM events AS e WHERE e.event_type = 2;
