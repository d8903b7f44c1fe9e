/** The queries of the budget benchmark in DuckDB's SQL over a view `events` of the JSON lines. */

const auction = 'SELECT unnest(auction) FROM events WHERE event_type = 1';
const bid = 'SELECT unnest(bid) FROM events WHERE event_type = 2';
const winners = `SELECT item.id, item.category, max(offer.price) AS top
  FROM (${auction}) AS item JOIN (${bid}) AS offer ON offer.auction = item.id
  WHERE offer."dateTime" BETWEEN item."dateTime" AND item.expires GROUP BY ALL`;

/** A query's columns, and DuckDB's SELECT of the same columns in the same order. */
export interface Reference {
  /** Name and DuckDB type of each column of our sink. */
  readonly columns: Readonly<Record<string, string>>;
  readonly sql: string;
}

/** By query. BIGINT averages are cut to whole numbers, as in Flink. */
export const references: Readonly<Record<string, Reference>> = {
  q4: {
    columns: { id: 'BIGINT', final: 'BIGINT' },
    sql: `SELECT category, CAST(sum(top) // count(*) AS BIGINT) FROM (${winners}) GROUP BY ALL`,
  },
  q20: {
    columns: {
      auction: 'BIGINT',
      bidder: 'BIGINT',
      price: 'BIGINT',
      channel: 'VARCHAR',
      url: 'VARCHAR',
      bid_dateTime: 'TIMESTAMP',
      bid_extra: 'VARCHAR',
      itemName: 'VARCHAR',
      description: 'VARCHAR',
      initialBid: 'BIGINT',
      reserve: 'BIGINT',
      auction_dateTime: 'TIMESTAMP',
      expires: 'TIMESTAMP',
      seller: 'BIGINT',
      category: 'BIGINT',
      auction_extra: 'VARCHAR',
    },
    sql: `SELECT offer.auction, bidder, price, channel, url, offer."dateTime", offer.extra,
        itemName, description, initialBid, reserve, item."dateTime", expires, seller, category,
        item.extra
      FROM (${bid}) AS offer JOIN (${auction}) AS item ON item.id = offer.auction
      WHERE item.category = 10`,
  },
};
