-- a correlated count in the argument of an aggregate
-- tags: subquery, aggregate
CREATE TABLE members (id INT, name STRING, city STRING) WITH ('connector' = 'filesystem', 'path' = 'data/join-members.jsonl', 'format' = 'json');
CREATE TABLE orders (order_id INT, member_id INT, good_id STRING, qty INT, price DECIMAL(8, 2)) WITH ('connector' = 'filesystem', 'path' = 'data/join-orders.jsonl', 'format' = 'json');
SELECT city, SUM((SELECT COUNT(*) FROM orders o WHERE o.member_id = m.id)) AS n FROM members m GROUP BY city;
