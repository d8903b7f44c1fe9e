-- Temporal literals with blanks, short and long numbers
-- tags: literal, temporal
SELECT DATE '24-01-01' AS c0,
  DATE ' 2024-01-01' AS c1,
  TIME '1:2:3' AS c2,
  TIME '10:00:00.123456' AS c3,
  TIMESTAMP '2024-1-1 1:1:1' AS c4,
  TIMESTAMP '2024-01-01 10:00:00.1234567891' AS c5,
  TIMESTAMP '2024-01-01  10:00:00' AS c6
FROM (VALUES (1)) AS t(x);
