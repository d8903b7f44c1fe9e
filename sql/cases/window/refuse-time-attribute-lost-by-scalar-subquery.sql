-- after a comparison with a scalar subquery there is no time attribute any more
-- tags: refuse, subquery
CREATE TABLE orders (order_id INT, buyer STRING, amount DECIMAL(8, 2), order_ts TIMESTAMP(3), WATERMARK FOR order_ts AS order_ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = 'data/window-orders.jsonl', 'format' = 'json');
SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE((SELECT * FROM orders WHERE amount > (SELECT AVG(amount) FROM orders)), DESCRIPTOR(order_ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
