"""Results in, Altair charts out: each with a text alternative and a table of the same numbers."""
