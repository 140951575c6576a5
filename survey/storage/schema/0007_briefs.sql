-- Which of the released comments an organiser chose for the leaders' brief. Only where each
-- stands in the publication is kept, so a brief can hold no words that were not released.

CREATE TABLE brief (
    round_id TEXT NOT NULL PRIMARY KEY REFERENCES round (id),
    picks TEXT NOT NULL
) STRICT, WITHOUT ROWID;
