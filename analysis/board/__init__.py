"""The board of commitments on a page: listed, made, changed, undone, and held against rounds."""
