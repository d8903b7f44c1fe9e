-- a window join by comma, grouped by its window
-- tags: window-join, comma
CREATE TABLE orders (order_id INT, buyer STRING, amount DECIMAL(8, 2), order_ts TIMESTAMP(3), WATERMARK FOR order_ts AS order_ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = 'data/window-orders.jsonl', 'format' = 'json');
CREATE TABLE payments (pay_id STRING, order_id INT, kind STRING, pay_ts TIMESTAMP(3), WATERMARK FOR pay_ts AS pay_ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = 'data/window-payments.jsonl', 'format' = 'json');
CREATE VIEW o AS SELECT * FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(order_ts), INTERVAL '20' SECONDS));
CREATE VIEW p AS SELECT * FROM TABLE(TUMBLE(TABLE payments, DESCRIPTOR(pay_ts), INTERVAL '20' SECONDS));
SELECT o.window_start, o.window_end, COUNT(*) AS n, SUM(o.amount) AS s FROM o, p WHERE o.order_id = p.order_id AND o.window_start = p.window_start AND o.window_end = p.window_end GROUP BY o.window_start, o.window_end;
