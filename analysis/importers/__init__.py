"""Other tools' files become answers here."""
