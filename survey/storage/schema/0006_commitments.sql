-- What the senior team said it will do about a published round. Each change is a new version,
-- so that the last one can be undone and two people who change the same one do not lose either.

CREATE TABLE commitment (
    id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    position INTEGER NOT NULL,
    round_id TEXT NOT NULL REFERENCES round (id),
    what TEXT NOT NULL,
    who TEXT NOT NULL,
    by_day TEXT NOT NULL,
    question TEXT,
    start REAL CHECK (start BETWEEN 0 AND 1),
    target REAL CHECK (target BETWEEN 0 AND 1),
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    stance TEXT NOT NULL CHECK (stance IN ('accept', 'dispute')),
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX commitment_of_round ON commitment (round_id);
