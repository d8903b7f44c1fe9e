-- two texts on one line
-- tags: refuse, literal
SELECT 'a' 'b' AS x;
