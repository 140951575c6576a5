-- Reminders of commitments. A row of reminder says that one was planned, so that many processes
-- plan it once; slot: for which day, and whether it is the one a week ahead or that of the day.
CREATE TABLE reminder (
    commitment_id TEXT NOT NULL,
    slot TEXT NOT NULL,
    PRIMARY KEY (commitment_id, slot)
) STRICT, WITHOUT ROWID;

-- Who is still to be sent one. A row is deleted when its mail was handled.
CREATE TABLE reminder_mail (
    id TEXT NOT NULL PRIMARY KEY,
    commitment_id TEXT NOT NULL,
    slot TEXT NOT NULL,
    recipient TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due TEXT NOT NULL,
    claimed_until TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (commitment_id, slot) REFERENCES reminder (commitment_id, slot)
) STRICT, WITHOUT ROWID;
