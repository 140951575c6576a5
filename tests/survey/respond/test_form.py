"""The form: what it asks, what it promises first, and that looking changes nothing."""

import pytest

from survey.html.frame import Frame
from survey.questionnaire import questions
from survey.storage.driver import Driver
from tests.survey.examples import QUESTIONNAIRE
from tests.survey.reading import Page
from tests.survey.respond.conftest import Survey
from tests.survey.served import Device, everything_in

STAFF = questions(QUESTIONNAIRE, "staff")
LEADERS = questions(QUESTIONNAIRE, "leaders")


def test_every_question_offers_its_answers_by_number_and_nothing_is_chosen(
    survey: Survey, phone: Device
) -> None:
    page = phone.open(survey.staff)

    asked = {each.id: [str(n + 1) for n in range(len(each.labels))] for each in STAFF}
    assert page.radios == {name: values for name, values in asked.items() if values}
    assert page.checked == {}
    assert list(page.texts) == [each.id for each in STAFF if each.kind == "open"]


def test_each_group_reads_its_own_words_and_only_leaders_predict(
    survey: Survey, phone: Device
) -> None:
    leader, staff = phone.open(survey.leader), phone.open(survey.staff)

    assert all(each.text in leader.words for each in LEADERS)
    assert all(each.text in staff.words for each in STAFF)
    predictions = {each.id for each in LEADERS if each.kind == "prediction"}
    assert predictions
    assert predictions <= leader.radios.keys()
    assert not predictions & staff.radios.keys()
    assert "That means questions 6 to 10 above." in leader.words


def test_who_asks_what_is_stored_and_the_thresholds_stand_before_the_first_question(
    survey: Survey, phone: Device
) -> None:
    page = phone.open(survey.staff)

    before = page.words[: page.words.index(STAFF[0].text)]
    for promise in (
        "Kite & Works",
        "You can answer until the end of Friday, 12 June 2026.",
        "Staff · department: Service",
        "apart from your answers, that your link has been used",
        "Your name, e-mail address, link, device, internet address, or the time you answered.",
        "only where at least 5 people answered",
        "Numbers of answers appear only where at least 8 people answered.",
        "Texts appear only where at least 10 people wrote.",
        "only this browser on this device can read",
    ):
        assert promise in before


def test_that_nobody_finds_a_response_again_is_said_before_the_button(
    survey: Survey, phone: Device
) -> None:
    words = phone.open(survey.staff).words

    said = words.index("cannot be found again by anyone")
    assert words.index(STAFF[-1].text) < said < words.index("Submit my answers")
    assert "cannot be changed or withdrawn" in words


def test_heads_name_no_pillar(survey: Survey, phone: Device) -> None:
    words = phone.open(survey.staff).words

    assert "Part 1 of 6" in words
    assert "Part 6 of 6" in words
    assert "Integrity" not in words
    assert "Outcome orientation" not in words


def test_the_page_holds_no_code_or_style_of_its_own(survey: Survey, phone: Device) -> None:
    page = phone.open(survey.leader)
    sources = [given for tag, given in page.tags if tag == "script"]
    styles = [given for tag, given in page.tags if "style" in given or tag == "style"]
    assets = [given["href"] for tag, given in page.tags if given.get("rel") == "stylesheet"]

    assert [list(each) for each in sources] == [["src", "defer"]]
    assert styles == []
    assert not [name for _, given in page.tags for name in given if name.startswith("on")]
    assert len(assets) == 1


def test_every_choice_has_a_group_a_label_and_a_number(survey: Survey, phone: Device) -> None:
    page = phone.open(survey.staff)
    count = {tag: sum(each == tag for each, _ in page.tags) for tag in ("fieldset", "legend")}

    assert count == {"fieldset": len(page.radios), "legend": len(page.radios)}
    assert not [tag for tag, _ in page.tags if tag == "table"]
    assert (page.lang, page.dir) == ("en", "ltr")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_mail_scanner_that_opens_every_address_changes_nothing(
    survey: Survey, phone: Device, driver: Driver, method: str
) -> None:
    before = everything_in(driver)

    for path in ("", "/saved", "/deleted", "/draft", "/draft/delete"):
        answer = phone.client.request(method, survey.staff + path)
        assert "set-cookie" not in answer.headers

    assert everything_in(driver) == before


def test_enter_in_a_form_submits_nothing(survey: Survey, phone: Device) -> None:
    # A browser presses a form's first button on Enter; a disabled one stays unpressed.
    first = phone.open(survey.staff).buttons[0]

    assert "disabled" in first
    assert "hidden" in first


def test_each_look_makes_another_response_id(survey: Survey, phone: Device) -> None:
    ids = {phone.open(survey.staff).hidden["response-id"] for _ in range(5)}

    assert len(ids) == 5
    assert all(len(each) == 32 for each in ids)


def test_arabic_runs_right_to_left() -> None:
    page = Page(bytes(Frame().page("not_found.html", language="ar").body).decode())

    assert (page.lang, page.dir) == ("ar", "rtl")
