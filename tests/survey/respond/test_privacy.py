"""The page about confidentiality: for everybody, in every language, and reached from the form."""

import pytest

from survey.html.languages import INTERFACE
from survey.storage import Store
from tests.survey.reading import Page
from tests.survey.respond.conftest import Survey
from tests.survey.served import Device


def test_the_page_needs_no_link_and_says_what_is_stored_seen_and_not_promised(
    store: Store,
) -> None:
    answer = Device(store).client.get("/privacy")

    words = Page(answer.text).words
    assert answer.status_code == 200
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "No name, no address, no link, no time and no order." in words
    assert "When the survey closes even this is forgotten" in words
    assert "What nobody can promise" in words
    assert "Whoever uses the same browser after you can read your draft until" in words


@pytest.mark.parametrize("code", INTERFACE)
def test_the_page_speaks_every_language_of_the_interface(store: Store, code: str) -> None:
    page = Device(store).open(f"/privacy?language={code}")

    assert page.lang == code
    for said in ("Colleagues who tell one another", "Whoever uses the same browser after you"):
        assert (said in page.words) == (code == "en")


def test_the_form_and_the_thank_you_page_lead_there_without_losing_an_answer(
    survey: Survey, phone: Device
) -> None:
    for path in (survey.staff, "/thanks"):
        page = phone.open(path)
        (given,) = [each for tag, each in page.tags if tag == "a" and each["href"] == "/privacy"]
        if path != "/thanks":  # what is filled in stays in its own tab
            assert (given["target"], given["rel"]) == ("_blank", "noopener")
