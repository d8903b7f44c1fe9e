-- JSON_UNQUOTE of a text with quotes inside
-- tags: json
SELECT s, JSON_UNQUOTE(s) AS u FROM (VALUES ('"a"b"'), ('"""'), ('"a'), ('a"'), ('"a\"b"')) AS t(s);
