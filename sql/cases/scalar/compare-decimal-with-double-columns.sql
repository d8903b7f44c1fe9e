-- DECIMAL and DOUBLE from a file: compared as doubles
-- tags: comparison, decimal, double
CREATE TABLE nums (id INT, d DOUBLE, m DECIMAL(10, 3))
WITH ('connector' = 'filesystem', 'path' = 'data/scalar-numbers.jsonl', 'format' = 'json');
SELECT id, d = m AS eq, d < m AS lt, d IS NOT DISTINCT FROM m AS same FROM nums;
