-- The departments that a round's silo matrix asks about, a JSON list: taken from the people list
-- at launch, empty before and where the questionnaire has no matrix.
ALTER TABLE round ADD COLUMN rated TEXT NOT NULL DEFAULT '[]';
