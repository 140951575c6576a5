"""A paused round says so, in the reader's language, and loses nothing that was typed."""

import pytest

from survey.fieldwork import personal_links
from survey.storage import Store
from tests.survey.examples import ITEMS, ORGANISER, Running, opened
from tests.survey.served import BASE_URL, Device


@pytest.fixture
def running(store: Store) -> Running:
    return opened(store)


@pytest.fixture
def path(store: Store, running: Running) -> str:
    return personal_links(store, running.round_id, BASE_URL)[0].link.removeprefix(BASE_URL)


def test_answers_sent_while_a_round_is_paused_are_there_when_it_goes_on(
    store: Store, running: Running, path: str
) -> None:
    device = Device(store)
    form = device.open(path).filled() | {ITEMS[0]: "4"}
    store.course.pause(running.round_id, ORGANISER)

    answer = device.send(path, form)
    page = device.client.get(answer.headers["location"])
    assert page.status_code == 403
    assert "This survey is paused" in page.text
    assert device.client.get(path).status_code == 403
    assert device.send(f"{path}/draft", form | {ITEMS[1]: "2"}).status_code == 303

    store.course.resume(running.round_id, ORGANISER)
    again = device.open(path).filled()
    assert (again[ITEMS[0]], again[ITEMS[1]]) == ("4", "2")
    assert device.send(path, again).headers["location"].startswith("/thanks")
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    (stored,) = store.responses.of(running.round_id)
    assert stored.choices == {ITEMS[0]: 4, ITEMS[1]: 2}


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ("This survey is paused", "This survey was cancelled")),
        ("de", ("Diese Umfrage ist unterbrochen", "Diese Umfrage wurde abgebrochen")),
        ("ar", ("هذا الاستبيان متوقف مؤقتًا", "أُلغي هذا الاستبيان")),
    ],
)
def test_a_link_of_a_paused_or_cancelled_round_says_so(
    store: Store, running: Running, path: str, language: str, titles: tuple[str, str]
) -> None:
    device = Device(store)
    store.course.pause(running.round_id, ORGANISER)
    first = device.client.get(path, headers={"accept-language": language})
    store.course.cancel(running.round_id, ORGANISER)
    second = device.client.get(path, headers={"accept-language": language})

    assert (first.status_code, second.status_code) == (403, 410)
    assert f"<h1>{titles[0]}</h1>" in first.text
    assert f"<h1>{titles[1]}</h1>" in second.text
    assert f'<html lang="{language}"' in first.text
