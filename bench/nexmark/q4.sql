-- average winning price of a category: a maximum for each auction feeds an average for each category
WITH winners AS (
  SELECT item.id, item.category, MAX(offer.price) AS top_price
  FROM auction AS item
  JOIN bid AS offer ON offer.auction = item.id
  WHERE offer.`dateTime` >= item.`dateTime` AND offer.`dateTime` <= item.expires
  GROUP BY item.id, item.category
)
SELECT category AS id, AVG(top_price) AS final FROM winners GROUP BY category;
