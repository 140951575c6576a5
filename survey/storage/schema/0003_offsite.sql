-- A meeting on a published round. A phone is the hash of a random cookie and of the meeting,
-- kept only until the meeting ends: then every reply gets a random number in its place.

CREATE TABLE offsite (
    id TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL,
    round_id TEXT NOT NULL REFERENCES round (id),
    code TEXT UNIQUE,
    agenda TEXT NOT NULL,
    step TEXT NOT NULL,
    phase TEXT NOT NULL
) STRICT;
CREATE INDEX offsite_of_round ON offsite (round_id);

CREATE TABLE reply (
    offsite_id TEXT NOT NULL REFERENCES offsite (id),
    step TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('guess', 'stance')),
    phone TEXT NOT NULL,
    given TEXT NOT NULL,
    PRIMARY KEY (offsite_id, step, kind, phone)
) STRICT, WITHOUT ROWID;
