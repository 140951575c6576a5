"""How an organisation's people lists are read, remembered for its next one."""

import msgspec

from survey.columns import ColumnMapping
from survey.storage.driver import Driver


class Mappings:
    """The remembered mappings of a database, one an organisation."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def keep(self, organisation: str, mapping: ColumnMapping) -> None:
        """Remember a mapping instead of any earlier one; named leaders are left out."""
        kept = msgspec.to_builtins(mapping)
        kept["leaders"] = []
        with self._driver.writing() as session:
            session.execute(
                """
                INSERT INTO people_mapping (organisation, mapping)
                VALUES (:organisation, :mapping)
                ON CONFLICT (organisation) DO UPDATE SET mapping = :mapping
                """,
                {"organisation": organisation, "mapping": msgspec.json.encode(kept).decode()},
            )

    def of(self, organisation: str) -> ColumnMapping | None:
        """Return the mapping an organisation used last, or None."""
        with self._driver.reading() as session:
            rows = session.query(
                "SELECT mapping FROM people_mapping WHERE organisation = :organisation",
                {"organisation": organisation},
            )
        return msgspec.json.decode(rows[0]["mapping"], type=ColumnMapping) if rows else None
