-- To how many addresses of a round mail came back as undeliverable. mark: an HMAC of the address
-- with a secret that is not here, so that a report that is read twice counts once.
CREATE TABLE bounce (
    round_id TEXT NOT NULL REFERENCES round (id),
    mark TEXT NOT NULL,
    PRIMARY KEY (round_id, mark)
) STRICT, WITHOUT ROWID;
