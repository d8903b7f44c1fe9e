-- CURRENT_WATERMARK of a column that is no time attribute
-- tags: refuse, temporal
SELECT CURRENT_WATERMARK(t) AS w FROM (VALUES (TIMESTAMP '2024-02-29 12:34:56.789')) AS t(t);
