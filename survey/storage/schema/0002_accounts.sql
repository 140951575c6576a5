-- Organisers and viewers, and what they did. Never a respondent.

CREATE TABLE account (
    email TEXT NOT NULL PRIMARY KEY,
    password_hash TEXT,
    role TEXT NOT NULL CHECK (role IN ('organiser', 'viewer'))
) STRICT;

CREATE TABLE session (
    session_hash TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL REFERENCES account (email),
    expires TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of_account ON session (email);

CREATE TABLE one_time (
    link_hash TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    email TEXT,
    expires TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL,
    at TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    deed TEXT NOT NULL,
    round_id TEXT
) STRICT;
