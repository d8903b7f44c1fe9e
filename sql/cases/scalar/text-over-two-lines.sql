-- a text goes on on the next line
-- tags: literal
SELECT 'a'
  'b'  -- and on
  'c' AS x;
