-- after a window join a row's own time may be late for a shorter window
-- tags: window-join, cascade, late
CREATE TABLE orders (order_id INT, buyer STRING, amount DECIMAL(8, 2), order_ts TIMESTAMP(3), WATERMARK FOR order_ts AS order_ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = 'data/window-orders.jsonl', 'format' = 'json');
CREATE TABLE payments (pay_id STRING, order_id INT, kind STRING, pay_ts TIMESTAMP(3), WATERMARK FOR pay_ts AS pay_ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = 'data/window-payments.jsonl', 'format' = 'json');
CREATE VIEW o AS SELECT * FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(order_ts), INTERVAL '20' SECONDS));
CREATE VIEW p AS SELECT * FROM TABLE(TUMBLE(TABLE payments, DESCRIPTOR(pay_ts), INTERVAL '20' SECONDS));
CREATE VIEW j AS SELECT o.order_id, o.amount, o.order_ts AS wt FROM o JOIN p ON o.order_id = p.order_id AND o.window_start = p.window_start AND o.window_end = p.window_end;
SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE j, DESCRIPTOR(wt), INTERVAL '5' SECOND)) GROUP BY window_start, window_end;
