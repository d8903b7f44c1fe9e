-- after IN (query) there is no time attribute any more
-- tags: refuse, semi-join
CREATE TABLE orders (order_id INT, buyer STRING, amount DECIMAL(8, 2), order_ts TIMESTAMP(3), WATERMARK FOR order_ts AS order_ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = 'data/window-orders.jsonl', 'format' = 'json');
CREATE TABLE payments (pay_id STRING, order_id INT, kind STRING, pay_ts TIMESTAMP(3), WATERMARK FOR pay_ts AS pay_ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = 'data/window-payments.jsonl', 'format' = 'json');
SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE((SELECT * FROM orders WHERE order_id IN (SELECT order_id FROM payments)), DESCRIPTOR(order_ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
