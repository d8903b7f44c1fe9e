-- TO_TIMESTAMP_LTZ of micro- and nanoseconds, of decimals, and of text beside its pattern
-- tags: temporal
SELECT TO_TIMESTAMP_LTZ(n, 5) AS a, TO_TIMESTAMP_LTZ(n, 6) AS b, TO_TIMESTAMP_LTZ(n, 9) AS c, TO_TIMESTAMP_LTZ(n, 3) AS d, TO_TIMESTAMP_LTZ(1.5, 0) AS e, TO_TIMESTAMP_LTZ('2024-01-01 00:00:00', 'yyyy') AS f FROM (VALUES (1709210096789123456), (0), (12345678)) AS t(n);
