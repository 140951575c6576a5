"""Seven languages on the respondents' pages, and the switch between them."""

import re
from datetime import date

import msgspec
import pytest
from msgspec.structs import replace

from survey.fieldwork import create_round, launch, personal_links
from survey.html.catalogues import words
from survey.html.languages import INTERFACE
from survey.invitations import token_hash
from survey.questionnaire import Questionnaire, questions
from survey.storage import Store
from tests.survey.examples import ITEMS, OPEN_QUESTION, ORGANISER, QUESTIONNAIRE, people
from tests.survey.reading import Page
from tests.survey.respond.conftest import Calendar, Survey
from tests.survey.served import BASE_URL, Device

LANGUAGES = list(INTERFACE)
ENGLISH = re.compile(r"\b(the|and|your|you|this|not|answers?)\b", re.IGNORECASE)
pytestmark = pytest.mark.filterwarnings("error")


def asked_in(language: str) -> list[str]:
    return [each.text for each in questions(QUESTIONNAIRE, "staff", language)]


def opened_in(store: Store, questionnaire: Questionnaire, language: str | None) -> str:
    round_ = create_round(
        store, questionnaire=questionnaire, name="Pulse", organisation="Kite Works"
    )
    invited = [
        each.__class__(
            id=each.id,
            label=each.label,
            email=each.email,
            group=each.group,
            attributes={},
            language=language,
        )
        for each in people(round_.id)
    ]
    store.people.replace(round_.id, invited)
    launch(store, round_.id, ORGANISER)
    return personal_links(store, round_.id, BASE_URL)[-1].link.removeprefix(BASE_URL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_wholly_in_its_language_and_says_so(
    survey: Survey, store: Store, calendar: Calendar, language: str
) -> None:
    device = Device(store)
    device.client.headers["accept-language"] = language
    link = survey.staff
    pages = [
        device.open(link),
        device.open(f"{link}/saved"),
        device.open(f"{link}/deleted"),
        Page(device.send(link, {}).text),
        Page(device.send(link, {ITEMS[0]: "9", "strange": "1", OPEN_QUESTION: "x" * 5001}).text),
        device.open("/thanks"),
        device.open("/s/none"),
        device.open("/a/b"),
        device.open("/login"),
        device.open("/logout"),
        device.open("/setup/x"),
        Page(device.send("/login", {"email": "a@example.org", "password": "wrong"}).text),
        Page(device.send("/setup/x", {"email": "a", "password": "short"}).text),
    ]
    for day in (date(2026, 5, 1), date(2026, 7, 1)):
        calendar.today = day
        pages.append(device.open(link))

    way = "rtl" if language == "ar" else "ltr"
    assert {(page.lang, page.dir) for page in pages} == {(language, way)}
    if language != "en":
        for page in pages:
            assert ENGLISH.findall(page.words + page.title) == []
    assert all(" ".join(text.split()) in pages[0].words for text in asked_in(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_script_says_is_translated_too(
    survey: Survey, phone: Device, language: str
) -> None:
    phone.client.headers["accept-language"] = language
    bar = next(given for _, given in phone.open(survey.staff).tags if given.get("id") == "progress")
    said = {name: value for name, value in bar.items() if name.startswith("data-")}

    assert len(said) == 7
    assert "{answered}" in said["data-count"]
    assert "{total}" in said["data-count"]
    if language != "en":
        assert [name for name, value in said.items() if ENGLISH.search(value)] == []


def test_the_people_list_s_language_comes_before_the_browser_s(store: Store) -> None:
    link = opened_in(store, QUESTIONNAIRE, "de")
    device = Device(store)
    device.client.headers["accept-language"] = "fr"

    assert device.open(link).lang == "de"
    sent = device.send(link, {ITEMS[0]: "3"})
    assert sent.headers["location"] == "/thanks?lang=de"
    thanks = device.client.get(sent.headers["location"])
    assert Page(thanks.text).lang == "de"
    assert "set-cookie" not in thanks.headers


def test_switching_keeps_what_was_typed_and_stores_nothing(
    survey: Survey, phone: Device, store: Store
) -> None:
    typed = phone.open(survey.staff).filled() | {ITEMS[0]: "4", OPEN_QUESTION: "Mehr Licht"}
    answer = phone.send(survey.staff, typed | {"chosen-language": "de"})
    page = Page(answer.text)

    assert (answer.status_code, page.lang) == (200, "de")
    assert page.checked == {ITEMS[0]: "4"}
    assert page.texts[OPEN_QUESTION] == "Mehr Licht"
    assert page.hidden["response-id"] == typed["response-id"]
    invitation = store.invitations.by_token_hash(token_hash(survey.staff.rpartition("/")[2]))
    assert invitation is not None
    assert not invitation.used


def test_a_choice_on_the_page_is_remembered_on_every_page(store: Store) -> None:
    link = opened_in(store, QUESTIONNAIRE, "de")
    device = Device(store)
    cookie = device.send(link, {"chosen-language": "es"}).headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert [device.open(path).lang for path in (link, "/thanks", "/s/none", "/login")] == ["es"] * 4


def test_a_choice_in_an_address_is_remembered_and_a_wrong_one_is_not(
    survey: Survey, phone: Device
) -> None:
    assert phone.open("/login?language=fr").lang == "fr"
    assert phone.open(survey.staff).lang == "fr"
    wrong = phone.client.get("/login?language=%3Cscript%3E")

    assert "set-cookie" not in wrong.headers
    assert "script" not in Page(wrong.text).words
    assert Page(wrong.text).lang == "fr"


def test_without_cookies_the_chosen_language_stays_through_every_button(
    survey: Survey, store: Store
) -> None:
    def refusing() -> Device:
        return Device(store)

    page = Page(refusing().send(survey.staff, {"chosen-language": "ar"}).text)
    again = Page(refusing().send(survey.staff, page.filled()).text)

    assert (again.lang, again.dir) == ("ar", "rtl")
    assert page.hidden["page-language"] == "ar"


def test_only_the_questionnaire_s_languages_are_offered(store: Store) -> None:
    alone = replace(QUESTIONNAIRE, languages=("en",))
    link = opened_in(store, only(alone), None)
    device = Device(store)
    device.client.headers["accept-language"] = "ar"
    page = device.open(link)

    assert page.lang == "en"
    assert [each for each in page.buttons if each.get("name") == "chosen-language"] == []


def only(questionnaire: Questionnaire) -> Questionnaire:
    """Return the questionnaire with every wording in English alone."""

    def said(value: object) -> object:
        if isinstance(value, dict):
            return value["en"] if "en" in value else {k: said(v) for k, v in value.items()}
        return [said(each) for each in value] if isinstance(value, list | tuple) else value

    made = said(msgspec.to_builtins(questionnaire))
    return msgspec.convert(made, Questionnaire)


def test_a_language_that_pages_do_not_speak_is_marked_where_it_stands(store: Store) -> None:
    english = only(replace(QUESTIONNAIRE, languages=("en",)))
    hebrew = replace(english, languages=("he",))
    page = Device(store).open(opened_in(store, hebrew, None))

    assert (page.lang, page.dir) == ("en", "ltr")
    marked = [tag for tag, given in page.tags if given.get("lang") == "he"]
    assert marked.count("div") == len(page.radios)
    assert marked.count("span") == len(asked_in("en"))
    assert all(given["dir"] == "rtl" for _, given in page.tags if given.get("lang") == "he")


def test_a_refused_draft_is_said_to_the_script_in_the_page_s_language(
    survey: Survey, phone: Device, calendar: Calendar
) -> None:
    calendar.today = date(2026, 7, 1)
    answer = phone.client.post(
        f"{survey.staff}/draft",
        data={"page-language": "de"},
        headers={"accept": "application/json"},
    )

    assert answer.json() == {"saved": False, "message": "Diese Umfrage ist beendet."}


def test_names_keep_their_direction_to_themselves(survey: Survey, phone: Device) -> None:
    phone.client.headers["accept-language"] = "ar"
    html = phone.open(survey.staff).html

    assert "<bdi>Kite &amp; Works</bdi>" in html
    assert "<bdi>department</bdi>: <bdi>Service</bdi>" in html
    assert re.search(r"<bdi>الجمعة، 12 يونيو 2026</bdi>", html)


def test_a_problem_names_its_question_in_the_page_s_language(survey: Survey, phone: Device) -> None:
    sent = {"page-language": "zh-Hans", ITEMS[0]: "9"}
    page = Page(phone.send(survey.staff, sent).text)

    assert "第 1 题" in page.words
    assert words("zh-Hans").gettext("Not submitted yet: please check") in page.words
