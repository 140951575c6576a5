-- Sign-ins that were tried lately, so that several processes count them together. who: a hash.
-- A row is gone after a sign-in that went well, and soon after its time is over.
CREATE TABLE attempt (
    id TEXT NOT NULL PRIMARY KEY,
    who TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attempt_of_who ON attempt (who);
CREATE INDEX attempt_until ON attempt (until);
