-- A round's course beside its state, and the mail that invites and reminds.
-- held: paused (open, but takes no answers), cancelled (closed for good,
-- its answers destroyed), archived (published or cancelled, and out of the way).

ALTER TABLE round ADD COLUMN held TEXT CHECK (held IN ('paused', 'cancelled', 'archived'));
ALTER TABLE round ADD COLUMN destroy_after INTEGER CHECK (destroy_after >= 0);
ALTER TABLE round ADD COLUMN published_on TEXT;

-- days_off: weekdays on which nothing goes out by itself, Monday is 0.
CREATE TABLE mail_plan (
    round_id TEXT NOT NULL PRIMARY KEY REFERENCES round (id),
    automatic INTEGER NOT NULL CHECK (automatic IN (0, 1)),
    every_days INTEGER NOT NULL CHECK (every_days >= 2),
    from_hour INTEGER NOT NULL CHECK (from_hour BETWEEN 0 AND 23),
    days_off TEXT NOT NULL
) STRICT;

CREATE TABLE mail_text (
    round_id TEXT NOT NULL REFERENCES round (id),
    kind TEXT NOT NULL CHECK (kind IN ('invitation', 'reminder')),
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (round_id, kind, language)
) STRICT;

-- slot: which mailing of the round this is, so that many processes plan it once.
-- handled: sent, or left out because the person had answered; the two are not told apart.
CREATE TABLE mailing (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    kind TEXT NOT NULL CHECK (kind IN ('invitation', 'reminder')),
    slot TEXT NOT NULL,
    day TEXT NOT NULL,
    any_day INTEGER NOT NULL CHECK (any_day IN (0, 1)),
    total INTEGER NOT NULL,
    handled INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (round_id, slot)
) STRICT;

-- The outbox: a row for everybody with an address, whether they answered or not, deleted when
-- it was handled. It holds no link, no token, no words and no address.
CREATE TABLE mail (
    id TEXT NOT NULL PRIMARY KEY,
    mailing_id TEXT NOT NULL REFERENCES mailing (id),
    invitation_id TEXT NOT NULL REFERENCES invitation (id),
    attempts INTEGER NOT NULL DEFAULT 0,
    due TEXT NOT NULL,
    claimed_until TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_of_mailing ON mail (mailing_id);
CREATE INDEX mail_of_invitation ON mail (invitation_id);

-- How fast this installation sends, over all its processes, and how it gets on with its server.
CREATE TABLE pace (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    minute TEXT NOT NULL,
    sent INTEGER NOT NULL,
    rest_until TEXT NOT NULL,
    troubles INTEGER NOT NULL,
    trouble TEXT NOT NULL
) STRICT;
INSERT INTO pace (id, minute, sent, rest_until, troubles, trouble) VALUES (1, '', 0, '', 0, '');

-- What is done now and then by one of several processes, and when it is due again.
CREATE TABLE chore (
    name TEXT NOT NULL PRIMARY KEY,
    due TEXT NOT NULL
) STRICT, WITHOUT ROWID;
