"""Seats that a shared link takes: as many as the list has, combination by combination."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from survey.errors import LateLinkError, RoundError, RoundStateError, SurveyError, UsedLinkError
from survey.fieldwork import close, launch, personal_links
from survey.people import Person
from survey.storage import Store
from survey.storage.driver import Driver
from survey.ways import frozen_values, printed_codes, shared_link
from tests.survey.examples import ORGANISER, draft, response

BASE = "https://survey.example.org"
SECRET = "for tests only"
NOWHERE = {"site": "Not given"}


def seated(store: Store, *, with_mail: int = 0) -> str:
    """An open round: 5 leaders, 12 staff in Leeds and York, and some with an e-mail address."""
    round_ = draft(store)
    people = [
        Person(
            id=f"{round_.id}-{n}",
            label=str(n),
            email=f"p{n}@example.org" if n >= 17 else None,
            group="leaders" if n < 5 else "staff",
            attributes={} if n < 5 else {"site": "Leeds" if n % 2 else "York"},
        )
        for n in range(17 + with_mail)
    ]
    store.people.replace(round_.id, people)
    launch(store, round_.id, ORGANISER)
    return round_.id


def test_places_are_the_frozen_combinations(driver: Driver) -> None:
    store = Store(driver)
    round_id = seated(store)

    assert [tuple(each) for each in store.seats.places(round_id, {})] == [
        ("leaders", NOWHERE, 5),
        ("staff", {"site": "Leeds"}, 6),
        ("staff", {"site": "York"}, 6),
    ]
    leeds = store.seats.places(round_id, {"site": "Leeds"})
    assert [each.attributes for each in leeds] == [NOWHERE, {"site": "Leeds"}]
    assert frozen_values(store, round_id) == {"site": ["Leeds", "York"]}


def test_no_more_answers_of_a_combination_are_taken_than_people_are_on_the_list(
    driver: Driver,
) -> None:
    store = Store(driver)
    round_id = seated(store)
    for number in range(6):
        store.seats.submit(round_id, "staff", {"site": "Leeds"}, response(number))

    with pytest.raises(UsedLinkError):
        store.seats.submit(round_id, "staff", {"site": "Leeds"}, response(6))
    store.seats.submit(round_id, "staff", {"site": "York"}, response(6))
    close(store, round_id, ORGANISER)
    kept = store.responses.of(round_id)
    assert sorted(each.attributes["site"] for each in kept) == ["Leeds"] * 6 + ["York"]


def test_the_same_form_sent_again_takes_no_second_seat_before_or_after_the_end(
    driver: Driver,
) -> None:
    store = Store(driver)
    round_id = seated(store)
    for _ in range(3):
        store.seats.submit(round_id, "leaders", NOWHERE, response(1))
    close(store, round_id, ORGANISER)
    store.seats.submit(round_id, "leaders", NOWHERE, response(1))

    assert len(store.responses.of(round_id)) == 1
    with pytest.raises(LateLinkError):
        store.seats.submit(round_id, "leaders", NOWHERE, response(2))


@pytest.mark.parametrize("attributes", [{"site": "Hull"}, {}, {"site": "Leeds", "x": "y"}])
def test_a_combination_that_is_not_on_the_list_is_refused(
    driver: Driver, attributes: dict[str, str]
) -> None:
    store = Store(driver)
    round_id = seated(store)

    with pytest.raises(UsedLinkError):
        store.seats.submit(round_id, "staff", attributes, response(1))


def test_many_at_once_never_share_a_seat(driver: Driver) -> None:
    store = Store(driver)
    round_id = seated(store)

    def attempt(number: int) -> bool:
        try:
            store.seats.submit(round_id, "staff", {"site": "York"}, response(number))
        except SurveyError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(attempt, range(10)))

    assert sum(taken) == 6
    close(store, round_id, ORGANISER)
    assert len(store.responses.of(round_id)) == 6


def test_seats_with_an_address_a_link_or_a_code_are_not_for_the_shared_link(
    driver: Driver,
) -> None:
    store = Store(driver)
    round_id = seated(store, with_mail=10)
    assert sum(each.seats for each in store.seats.places(round_id, {})) == 17
    codes = printed_codes(store, round_id, secret=SECRET)

    assert len(codes) == 17
    assert store.seats.places(round_id, {}) == []
    with pytest.raises(RoundStateError, match="no seats for a shared link"):
        shared_link(store, round_id, BASE)


def test_once_there_is_a_shared_link_its_seats_get_no_other_way_in(driver: Driver) -> None:
    store = Store(driver)
    round_id = seated(store, with_mail=10)
    shared = shared_link(store, round_id, BASE, {"site": "Leeds"})

    assert (shared.seats, shared.where) == (11, "Leeds")
    assert [each.email for each in personal_links(store, round_id, BASE)] == [
        f"p{n}@example.org" for n in range(17, 27)
    ]
    with pytest.raises(RoundStateError, match="has a shared link"):
        printed_codes(store, round_id, secret=SECRET)


def test_a_place_that_is_not_on_the_list_has_no_link(driver: Driver) -> None:
    store = Store(driver)
    round_id = seated(store)

    with pytest.raises(RoundError, match="'Hull'"):
        shared_link(store, round_id, BASE, {"site": "Hull"})


def test_slips_without_names_lie_in_piles_in_random_order(driver: Driver) -> None:
    store = Store(driver)
    codes = printed_codes(store, seated(store), secret=SECRET)

    assert [each.pile for each in codes] == [
        *["Leaders · site: Not given"] * 5,
        *["Staff · site: Leeds"] * 6,
        *["Staff · site: York"] * 6,
    ]
    assert {each.person for each in codes} == {""}
    assert len({each.code for each in codes}) == 17


def test_a_slip_is_in_the_language_the_list_names_where_enough_share_it(driver: Driver) -> None:
    store = Store(driver)
    round_ = draft(store)
    spoken = [*["de"] * 5, *["FR"] * 4, "it", *[None] * 10]
    people = [
        Person(
            id=f"{round_.id}-{n}",
            label=str(n),
            email=None,
            group="leaders" if n >= 20 else "staff",
            attributes={},
            language=spoken[n] if n < 20 else "de",
        )
        for n in range(25)
    ]
    store.people.replace(round_.id, people)
    launch(store, round_.id, ORGANISER)
    nameless = printed_codes(store, round_.id, secret=SECRET)
    named = printed_codes(store, round_.id, secret=SECRET, named=True)

    assert [each.language for each in nameless] == [*["de"] * 5, *["en"] * 15, *["de"] * 5]
    assert [each.language for each in named] == [
        *["de"] * 5,
        *["fr"] * 4,
        *["en"] * 11,
        *["de"] * 5,
    ]


def test_neither_codes_nor_shared_tokens_are_in_the_database(driver: Driver) -> None:
    store = Store(driver)
    first, second = seated(store), seated(store)
    codes = printed_codes(store, first, secret=SECRET)
    shared = shared_link(store, second, BASE)

    with driver.reading() as session:
        kept = repr(
            [
                *(dict(row) for row in session.query("SELECT * FROM link")),
                *(dict(row) for row in session.query("SELECT * FROM open_link")),
            ]
        )
    assert shared.link.rpartition("/")[2] not in kept
    assert not any(each.code.replace("-", "") in kept for each in codes)
