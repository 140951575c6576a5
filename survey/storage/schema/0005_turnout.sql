-- How many of each combination were invited and how many answered, kept when a round ends.
-- Invitations then forget who answered: where few did, that and a stored combination would
-- name the author of a response.

CREATE TABLE turnout (
    round_id TEXT NOT NULL REFERENCES round (id),
    group_name TEXT NOT NULL CHECK (group_name IN ('leaders', 'staff')),
    attributes TEXT NOT NULL,
    invited INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    PRIMARY KEY (round_id, group_name, attributes)
) STRICT, WITHOUT ROWID;

-- The forms that were received, so that one sent again after the end is still thanked for.
-- In the order of their hashes, and not beside an invitation.
CREATE TABLE receipt (
    round_id TEXT NOT NULL REFERENCES round (id),
    hash TEXT NOT NULL,
    PRIMARY KEY (round_id, hash)
) STRICT, WITHOUT ROWID;

INSERT INTO turnout (round_id, group_name, attributes, invited, answered)
SELECT round_id, group_name, attributes, COUNT(*), SUM(used)
FROM invitation
WHERE round_id IN (SELECT id FROM round WHERE state IN ('closed', 'published'))
GROUP BY round_id, group_name, attributes;

INSERT INTO receipt (round_id, hash)
SELECT DISTINCT round_id, receipt FROM invitation
WHERE receipt IS NOT NULL
    AND round_id IN (SELECT id FROM round WHERE state IN ('closed', 'published'))
ORDER BY round_id, receipt;

UPDATE invitation SET used = 0, receipt = NULL
WHERE round_id IN (SELECT id FROM round WHERE state IN ('closed', 'published'));
