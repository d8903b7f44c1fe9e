-- each LIKE feature is named once
-- tags: refuse, like
CREATE TABLE t (a INT) WITH ('connector' = 'datagen');
CREATE TABLE u LIKE t (INCLUDING ALL EXCLUDING ALL);
