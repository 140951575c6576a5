"""What mails say: placeholders checked, filled once, both parts alike in every language."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from msgspec.structs import replace as replaced

from survey.commitments import Commitment
from survey.errors import MailError
from survey.mail import KINDS, check_text, filled, shipped_languages, text_for, words_for
from survey.mail.composing import Envelope, composed, html_of, reminder_of
from survey.mail.texts import Filling, commitment_language, filling_for
from survey.storage import MailText, Store
from tests.survey.examples import QUESTIONNAIRE, draft
from tests.survey.mail.mailbox import html, plain

LINK = "https://survey.example.org/s/abc-_123"
ENVELOPE = Envelope(
    mail_id="f00",
    sender="Kite Works <survey@example.org>",
    recipient="ana@example.org",
    at=datetime(2026, 5, 4, tzinfo=UTC),
)
FILLING = Filling(
    person="Ana <b>{link}</b>",
    organisation="Kite\r\nBcc: x@example.org",
    round="Spring {person}",
    deadline="soon",
    threshold="5",
    link=LINK,
)


@pytest.mark.parametrize("language", shipped_languages())
@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_mail_can_go_out(language: str, kind: str) -> None:
    text = text_for(kind, language, {})  # type: ignore[arg-type]
    assert text is not None
    check_text(text)
    message = composed(text, FILLING, language, ENVELOPE)
    read = message_from_bytes(message.as_bytes(), policy=default)

    assert plain(read).count(LINK) == 1
    assert html(read).count(f'href="{LINK}"') == 1
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html(read)
    assert "{" not in plain(read).replace(FILLING.person, "").replace(FILLING.round, "")


@pytest.mark.parametrize("language", shipped_languages())
def test_every_shipped_reminder_of_a_commitment_can_go_out(language: str, store: Store) -> None:
    round_, today = draft(store), ENVELOPE.at.date()
    said: list[str] = []
    for days in (7, 0, -1):
        by = today + timedelta(days=days)
        made = Commitment(id="c", round_id=round_.id, what="Ask <b>\nListen", who="Ana", by=by)
        read = message_from_bytes(
            reminder_of(made, round_, language, ENVELOPE, link=LINK).as_bytes(), policy=default
        )
        check_text(MailText(read["Subject"], plain(read).replace(LINK, "{link}")))
        for expected in ("Ask <b>\nListen", "Ana", round_.name, round_.organisation, str(by.year)):
            assert expected in plain(read)
        assert "Ask &lt;b&gt;<br>" in html(read)
        assert html(read).count(f'href="{LINK}"') == 1
        direction = "rtl" if language == "ar" else "ltr"
        assert f'<html lang="{language}" dir="{direction}">' in html(read)
        assert "{" not in str(read["Subject"]) + plain(read)
        assert ("Say how it stands" in plain(read)) == (language == "en")
        said.append(plain(read).partition("\n")[0])
    assert len(set(said)) == 3  # a week ahead, on the day, after it


def test_a_reminder_of_a_commitment_is_in_a_language_that_there_is(store: Store) -> None:
    english = draft(store)
    german = replace(english, questionnaire=replaced(QUESTIONNAIRE, languages=("de", "en")))
    dutch = replace(english, questionnaire=replaced(QUESTIONNAIRE, languages=("nl",)))

    assert commitment_language(german, "pt-br") == "pt"
    assert commitment_language(german, "zh-hans") == "zh-Hans"
    assert [commitment_language(german, each) for each in (None, "nl")] == ["de", "de"]
    assert [commitment_language(dutch, each) for each in (None, "fr")] == ["en", "fr"]


def test_every_language_of_the_shipped_questionnaire_has_mails(store: Store) -> None:
    assert set(QUESTIONNAIRE.languages) <= set(shipped_languages())
    round_ = replace(draft(store), closes_on=date(2026, 5, 9))
    for language in QUESTIONNAIRE.languages:
        assert words_for(round_, "invitation", language, {})[0] == language
        filling = filling_for(round_, language, person="Ana", link=LINK)
        assert "9" in filling.deadline
        assert "2026" in filling.deadline
        assert filling_for(replace(round_, closes_on=None), language, person="A", link="").deadline


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (MailText("", "{link}"), "subject is empty"),
        (MailText("Hello", " "), "text is empty"),
        (MailText("Hello", "no link"), "0 times"),
        (MailText("Hello", "{link} {link}"), "2 times"),
        (MailText("{link}", "{link}"), "subject has the link"),
        (MailText("Hello", "{link} {name}"), r"unknown placeholder \{name\}"),
        (MailText("Hello", "{link} {person.__class__}"), "unknown placeholder"),
        (MailText("Hello\nBcc: x@example.org", "{link}"), "several lines"),
        (MailText("Hello" * 100, "{link}"), "500 characters"),
        (MailText("Hello", "{link}" + "x" * 6000), "6,006 characters"),
    ],
)
def test_words_that_cannot_go_out_are_refused(text: MailText, problem: str) -> None:
    with pytest.raises(MailError, match=problem):
        check_text(text)


def test_what_is_filled_in_is_not_read_again_and_breaks_no_header() -> None:
    text = MailText("{organisation}: {round}", "{person}\n\n{link}")
    message = message_from_bytes(composed(text, FILLING, "en", ENVELOPE).as_bytes(), policy=default)

    assert message["Subject"] == "Kite Bcc: x@example.org: Spring {person}"
    assert message["Bcc"] is None
    assert plain(message).strip() == f"Ana <b>{{link}}</b>\n\n{LINK}"
    assert "<p>Ana &lt;b&gt;{link}&lt;/b&gt;</p>" in html(message)
    assert filled("{unknown} {person}", FILLING).startswith("{unknown} Ana")


def test_a_mail_says_who_it_is_and_that_a_program_sent_it() -> None:
    message = composed(MailText("Hi", "{link}"), FILLING, "en", ENVELOPE)

    assert message["Message-ID"] == "<f00@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"] == "ana@example.org"
    assert "Kite Works" in str(message["From"])


def test_an_address_that_would_add_a_header_is_refused() -> None:
    bad = replace(ENVELOPE, recipient="ana@example.org\r\nBcc: x@example.org")

    with pytest.raises(MailError):
        composed(MailText("Hi", "{link}"), FILLING, "en", bad)


def test_the_organiser_s_words_come_first_and_only_in_languages_of_the_form(store: Store) -> None:
    round_ = draft(store)
    own = {("reminder", "de"): MailText("Hallo", "{link}")}

    assert words_for(round_, "reminder", "de", own) == ("de", own["reminder", "de"])  # type: ignore[arg-type]
    assert words_for(round_, "invitation", "de-AT", {})[0] == "de"
    assert words_for(round_, "invitation", "nl", {})[0] == QUESTIONNAIRE.languages[0]
    assert words_for(round_, "invitation", None, {})[0] == QUESTIONNAIRE.languages[0]


def test_html_says_its_language_and_writes_addresses_from_left_to_right() -> None:
    page = html_of(f"one\ntwo\n\n{LINK}", LINK, "ar")

    assert '<html lang="ar" dir="rtl">' in page
    assert f'<a href="{LINK}" dir="ltr">{LINK}</a>' in page
    assert "one<br>\ntwo" in page


def test_texts_are_kept_for_each_round_and_can_go_back(store: Store) -> None:
    round_, other = draft(store), draft(store)
    store.mail_texts.save(round_.id, "invitation", "en", MailText("A", "{link}"))
    store.mail_texts.save(round_.id, "invitation", "en", MailText("B", "{link}"))

    assert store.mail_texts.of(round_.id) == {("invitation", "en"): MailText("B", "{link}")}
    assert store.mail_texts.of(other.id) == {}
    store.mail_texts.save(round_.id, "invitation", "en", None)
    assert store.mail_texts.of(round_.id) == {}
