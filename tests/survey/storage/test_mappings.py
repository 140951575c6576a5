"""How lists are read is remembered for an organisation, without anybody's address."""

from survey.columns import ColumnMapping
from survey.storage import Store
from survey.storage.driver import Driver

MAPPING = ColumnMapping(
    person="Name",
    email="Mail",
    leaders_by="list",
    leader_words=("Chef", "Cheffe"),
    leaders=("ada@x.org",),
    attributes=("Städte",),
)


def test_an_organisation_s_last_mapping_is_remembered(driver: Driver) -> None:
    store = Store(driver)
    store.mappings.keep("Kite & Works", MAPPING)
    store.mappings.keep("Kite & Works", ColumnMapping(group="Level"))

    assert store.mappings.of("Kite & Works") == ColumnMapping(group="Level")
    assert store.mappings.of("Another") is None


def test_named_leaders_are_not_remembered(driver: Driver) -> None:
    store = Store(driver)
    store.mappings.keep("Kite & Works", MAPPING)

    with driver.reading() as session:
        kept = repr([dict(row) for row in session.query("SELECT * FROM people_mapping")])
    assert "ada@x.org" not in kept
    remembered = store.mappings.of("Kite & Works")
    assert remembered is not None
    assert remembered.leaders == ()
    assert remembered.attributes == ("Städte",)
