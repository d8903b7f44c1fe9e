-- GROUP BY TUMBLE over the window_time of a window join
-- tags: window-join, cascade, legacy
CREATE TABLE orders (order_id INT, buyer STRING, amount DECIMAL(8, 2), order_ts TIMESTAMP(3), WATERMARK FOR order_ts AS order_ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = 'data/window-orders.jsonl', 'format' = 'json');
CREATE TABLE payments (pay_id STRING, order_id INT, kind STRING, pay_ts TIMESTAMP(3), WATERMARK FOR pay_ts AS pay_ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = 'data/window-payments.jsonl', 'format' = 'json');
CREATE VIEW j AS SELECT o.order_id, o.window_time AS wt FROM (SELECT * FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(order_ts), INTERVAL '20' SECONDS))) o JOIN (SELECT * FROM TABLE(TUMBLE(TABLE payments, DESCRIPTOR(pay_ts), INTERVAL '20' SECONDS))) p ON o.order_id = p.order_id AND o.window_start = p.window_start AND o.window_end = p.window_end;
SELECT TUMBLE_START(wt, INTERVAL '1' MINUTE) AS ws, COUNT(*) AS n FROM j GROUP BY TUMBLE(wt, INTERVAL '1' MINUTE);
