"""The next of a series, shortening said aloud, certificates, and a round as one file."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analysis.publishing.taking import import_round
from survey.demo import published_round
from survey.errors import FileError, RoundError, RoundStateError
from survey.mail import send_due
from survey.questionnaire import fingerprint
from survey.round_file import MOST_BYTES, export_round, read_round
from survey.rounds import Thresholds
from survey.steering import clone_round, destroy_answers, raise_thresholds, set_last_day
from survey.storage import MailPlan, MailText, Store, open_store
from survey.storage.driver import Driver
from tests.survey.examples import ORGANISER, QUESTIONNAIRE, draft, opened, response
from tests.survey.mail.mailbox import Clock, Mailbox, plain, serving

_DEMO = json.loads((Path(__file__).parents[2] / "survey/demo/merrowdale_2.json").read_bytes())
DOCUMENT = json.dumps(_DEMO | {"fingerprint": fingerprint(QUESTIONNAIRE)}, indent=1).encode()
TEXT = MailText("Our own", "Please: {link}")


@pytest.fixture
def store(driver: Driver) -> Store:
    return Store(driver, now=Clock())


@pytest.fixture
def elsewhere(tmp_path: Path) -> Store:
    store = open_store(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    store.migrate()
    return store


def test_the_next_round_asks_the_same_of_the_same_people_untied(store: Store) -> None:
    before = opened(store)
    store.course.set_retention(before.round_id, 30, by=ORGANISER)
    store.mail_texts.set_plan(before.round_id, MailPlan(automatic=True, every_days=4))
    store.mail_texts.save(before.round_id, "reminder", "en", TEXT)

    made = clone_round(store, before.round_id, name="Autumn", by=ORGANISER)

    old = store.rounds.get(before.round_id)
    assert made == replace(old, id=made.id, name="Autumn", state="draft")
    assert made.series == old.series
    then, now = store.people.of(before.round_id), store.people.of(made.id)
    assert [replace(each, id="") for each in now] == [replace(each, id="") for each in then]
    assert not {each.id for each in now} & {each.id for each in then}
    assert store.mail_texts.plan(made.id) == MailPlan(automatic=True, every_days=4)
    assert store.mail_texts.of(made.id) == {("reminder", "en"): TEXT}


def test_the_next_round_may_start_without_people(store: Store) -> None:
    before = draft(store)
    made = clone_round(store, before.id, name="Autumn", by=ORGANISER, with_people=False)

    assert store.people.of(made.id) == []
    with pytest.raises(RoundError, match="needs a name"):
        clone_round(store, before.id, name=" ", by=ORGANISER)


def test_a_shorter_time_is_told_to_whoever_has_not_answered(store: Store) -> None:
    with serving(Mailbox()) as mailbox:
        running = opened(store)
        store.responses.submit(running.invitations[0], response(1))
        told = set_last_day(
            store,
            mailbox.settings,
            running.round_id,
            date(2026, 5, 8),
            by=ORGANISER,
            may_shorten=True,
        )
        send_due(store, mailbox.settings)

        assert "told by mail" in told
        assert len(mailbox.arrived) == 24
        assert "until the end of 8 May 2026" in plain(mailbox.arrived[0][1])
        longer = set_last_day(
            store, mailbox.settings, running.round_id, date(2026, 5, 20), by=ORGANISER
        )
        assert longer == "The last day is now 2026-05-20."
        assert send_due(store, mailbox.settings) == 0


def test_a_shorter_time_without_a_mail_server_says_that_nobody_was_told(store: Store) -> None:
    running = opened(store)
    none = replace(Mailbox().settings, smtp=None)

    told = set_last_day(
        store, none, running.round_id, date(2026, 5, 8), by=ORGANISER, may_shorten=True
    )
    assert "tell them yourself" in told
    with pytest.raises(RoundError):
        set_last_day(store, none, running.round_id, date(2026, 5, 7), by=ORGANISER)


def test_raised_thresholds_stay_in_their_order(store: Store) -> None:
    running = opened(store)

    with pytest.raises(RoundError, match="at least that for scores"):
        raise_thresholds(
            store, running.round_id, Thresholds(scores=9, counts=8, comments=10), by=ORGANISER
        )
    raise_thresholds(
        store, running.round_id, Thresholds(scores=9, counts=9, comments=10), by=ORGANISER
    )
    assert store.rounds.get(running.round_id).thresholds.scores == 9


def test_destroying_leaves_a_certificate(store: Store) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[0], response(1, comment="words"))
    with pytest.raises(RoundStateError):
        destroy_answers(store, running.round_id, by=ORGANISER)
    store.rounds.move(running.round_id, to="closed", by=ORGANISER)
    store.publications.save(running.round_id, b"{}")

    certificate = destroy_answers(store, running.round_id, by=ORGANISER)

    assert certificate.startswith(
        "certificate: 0 responses, 0 answers, 0 comments and 0 drafts of this round are left"
    )
    assert "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" in certificate
    deeds = [deed.deed for deed in store.audit.all(running.round_id)]
    assert deeds[-2:] == ["destroyed the answers", certificate]
    assert destroy_answers(store, running.round_id, by=ORGANISER) == certificate


def test_a_draft_travels_as_one_file_without_people(store: Store, elsewhere: Store) -> None:
    round_ = replace(draft(store), opens_on=date(2026, 6, 1), destroy_after=30, margin=0.07)
    store.rounds.save(round_)
    store.mail_texts.save(round_.id, "reminder", "en", TEXT)

    content = export_round(store, round_.id)
    taken = import_round(elsewhere, content, by=ORGANISER)

    assert b"person3@example.org" not in content
    assert taken == replace(round_, id=taken.id)
    assert taken.id != round_.id
    assert elsewhere.people.of(taken.id) == []
    assert elsewhere.mail_texts.of(taken.id) == {("reminder", "en"): TEXT}


def test_a_published_round_travels_with_its_results_byte_for_byte(
    store: Store, elsewhere: Store
) -> None:
    round_ = published_round(DOCUMENT)
    store.publications.put_published(round_, DOCUMENT)

    taken = import_round(elsewhere, export_round(store, round_.id), by=ORGANISER)

    assert (taken.id, taken.state, taken.answers_destroyed) == (round_.id, "published", True)
    assert elsewhere.publications.get(round_.id) == DOCUMENT
    with pytest.raises(RoundStateError, match="already"):
        import_round(elsewhere, export_round(store, round_.id), by=ORGANISER)
    assert elsewhere.course.to_destroy() == []


def changed(content: bytes, **changes: object) -> bytes:
    return json.dumps(json.loads(content) | changes).encode()


def test_files_that_are_no_round_s_are_refused_and_change_nothing(
    store: Store, elsewhere: Store
) -> None:
    store.publications.put_published(published_round(DOCUMENT), DOCUMENT)
    good = export_round(store, published_round(DOCUMENT).id)
    told = json.loads(good)
    other = json.loads(told["publication"]) | {"round": "another"}
    questionnaire = json.loads(good)["questionnaire"]
    questionnaire["title"] = "Another"
    bad = [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"{}",
        b" " * (MOST_BYTES + 1),
        changed(good, schema="plumbline/round@2"),
        changed(good, extra=1),
        changed(good, margin=5),
        changed(good, name=" "),
        changed(good, thresholds={"scores": 1, "comments": 1, "counts": 1}),
        changed(good, destroy_after=-1),
        changed(good, fingerprint="0" * 64),
        changed(good, questionnaire=questionnaire),
        changed(good, publication="not JSON"),
        changed(good, publication="{}"),
        changed(good, publication=json.dumps(other)),
        changed(good, mails=[{"kind": "reminder", "language": "en", "subject": "", "body": ""}]),
    ]

    for content in bad:
        with pytest.raises(FileError):
            import_round(elsewhere, content, by=ORGANISER)
    assert elsewhere.rounds.all() == []
    assert read_round(good).id == published_round(DOCUMENT).id
