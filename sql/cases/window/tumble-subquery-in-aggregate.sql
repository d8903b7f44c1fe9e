-- a subquery in the argument of a window's aggregate
-- tags: tumble, subquery
CREATE TABLE readings (meter STRING, district STRING, kwh INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '20' SECOND) WITH ('connector' = 'filesystem', 'path' = 'data/window-meter.jsonl', 'format' = 'json');
CREATE TABLE orders (order_id INT, buyer STRING, amount DECIMAL(8, 2), order_ts TIMESTAMP(3), WATERMARK FOR order_ts AS order_ts - INTERVAL '5' SECOND) WITH ('connector' = 'filesystem', 'path' = 'data/window-orders.jsonl', 'format' = 'json');
SELECT window_start, window_end, SUM((SELECT MAX(kwh) FROM readings)) AS s FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(order_ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
