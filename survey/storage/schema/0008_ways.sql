-- How people come in. A remembered mapping holds headers and words for groups, no person.

CREATE TABLE people_mapping (
    organisation TEXT NOT NULL PRIMARY KEY,
    mapping TEXT NOT NULL
) STRICT;

-- One link for many: by it somebody takes a seat of the people list that nobody was given,
-- in the combination of group and attributes that they say is theirs. fixed: attributes that
-- the place where it hangs decides, as JSON.
CREATE TABLE open_link (
    token_hash TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    fixed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX open_link_of_round ON open_link (round_id);
