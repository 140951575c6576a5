-- One text for both engines: SQLite reads it as it stands; for PostgreSQL the driver drops
-- STRICT and WITHOUT ROWID and spells BLOB and REAL as BYTEA and DOUBLE PRECISION.
--
-- WITHOUT ROWID stores rows in the order of their random key, so a table keeps no trace of
-- the order in which they came. Nothing a respondent does leaves a time anywhere.
-- No ON DELETE CASCADE: rows are rewritten in random order (survey/storage/postgres.py), and
-- a cascade would take their answers along.

CREATE TABLE round (
    id TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    series TEXT NOT NULL,
    questionnaire TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'published')),
    margin REAL NOT NULL,
    scores_threshold INTEGER NOT NULL CHECK (scores_threshold >= 3),
    comments_threshold INTEGER NOT NULL CHECK (comments_threshold >= 3),
    counts_threshold INTEGER NOT NULL CHECK (counts_threshold >= 3),
    opens_on TEXT,
    closes_on TEXT,
    answers_destroyed INTEGER NOT NULL DEFAULT 0 CHECK (answers_destroyed IN (0, 1))
) STRICT;

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    email TEXT,
    group_name TEXT NOT NULL CHECK (group_name IN ('leaders', 'staff')),
    attributes TEXT NOT NULL,
    language TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX person_of_round ON person (round_id);

-- receipt: the hash of the sent form's id, so that the same form sent again changes nothing.
-- The stored response has another id, made on the way in, so a receipt leads to no response.
CREATE TABLE invitation (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    person_id TEXT NOT NULL UNIQUE REFERENCES person (id),
    group_name TEXT NOT NULL CHECK (group_name IN ('leaders', 'staff')),
    attributes TEXT NOT NULL,
    language TEXT,
    used INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)),
    receipt TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_of_round ON invitation (round_id);

CREATE TABLE link (
    token_hash TEXT NOT NULL PRIMARY KEY,
    invitation_id TEXT NOT NULL REFERENCES invitation (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_of_invitation ON link (invitation_id);

CREATE TABLE draft (
    invitation_id TEXT NOT NULL REFERENCES invitation (id),
    device_id TEXT NOT NULL,
    ciphertext BLOB NOT NULL,
    PRIMARY KEY (invitation_id, device_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE response (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    group_name TEXT NOT NULL CHECK (group_name IN ('leaders', 'staff')),
    attributes TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX response_of_round ON response (round_id);

CREATE TABLE answer (
    response_id TEXT NOT NULL REFERENCES response (id),
    item_id TEXT NOT NULL,
    choice INTEGER NOT NULL CHECK (choice >= 1),
    PRIMARY KEY (response_id, item_id)
) STRICT, WITHOUT ROWID;

-- Not joined to a response: words can give their author away.
CREATE TABLE comment (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    group_name TEXT NOT NULL CHECK (group_name IN ('leaders', 'staff')),
    question_id TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX comment_of_round ON comment (round_id);

CREATE TABLE publication (
    round_id TEXT NOT NULL PRIMARY KEY REFERENCES round (id),
    position INTEGER NOT NULL,
    series TEXT NOT NULL,
    document BLOB NOT NULL
) STRICT;
CREATE INDEX publication_of_series ON publication (series);
