-- doubles and decimals in JSON have the form of a BigDecimal
-- tags: json, double, decimal
SELECT id, JSON_STRING(d) AS s, JSON_OBJECT('k' VALUE d) AS o, JSON_ARRAY(CAST(d AS DECIMAL(30, 10))) AS a
FROM (VALUES (1, 1.5E0), (2, 1E7), (3, 123456789.5E0), (4, 1E-5), (5, 1E-7), (6, 1E18), (7, 0E0), (8, -0.25E0)) AS t(id, d);
