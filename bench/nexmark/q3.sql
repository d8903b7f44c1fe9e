-- sellers in three states with their auctions in category 10
SELECT seller.name, seller.city, seller.state, item.id
FROM person AS seller
JOIN auction AS item ON seller.id = item.seller
WHERE seller.state IN ('OR', 'ID', 'CA') AND item.category = 10;
