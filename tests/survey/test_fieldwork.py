"""A round from its first draft to its close, as organisers run it; on both engines."""

from dataclasses import asdict, replace
from datetime import date

import pytest

from survey.errors import RoundError, RoundStateError, UnknownRoundError
from survey.fieldwork import (
    close,
    create_round,
    launch,
    launch_summary,
    personal_links,
    status,
)
from survey.invitations import token_hash
from survey.questionnaire import fingerprint
from survey.rounds import Thresholds
from survey.storage import Store
from survey.storage.driver import Driver
from tests.survey.examples import ORGANISER, QUESTIONNAIRE, draft, opened, people, response


def test_a_new_round_is_a_draft_with_the_questionnaire_in_it(store: Store) -> None:
    round_ = create_round(
        store,
        questionnaire=QUESTIONNAIRE,
        name=" Spring ",
        organisation="Kite Works",
        margin=0.08,
        thresholds=Thresholds(scores=6),
        opens_on=date(2026, 5, 1),
        closes_on=date(2026, 5, 1),
    )

    assert store.rounds.get(round_.id) == round_
    assert (round_.state, round_.name, round_.series) == (
        "draft",
        "Spring",
        "Kite Works/four_pillars",
    )
    assert round_.questionnaire == QUESTIONNAIRE
    assert round_.fingerprint == fingerprint(QUESTIONNAIRE)


@pytest.mark.parametrize("margin", [0.049, 0.151, 10, -0.1, float("nan"), float("inf")])
def test_a_margin_off_its_limits_is_refused_with_its_value(store: Store, margin: float) -> None:
    with pytest.raises(RoundError, match=f"between 0.05 and 0.15, got {margin}"):
        create_round(store, questionnaire=QUESTIONNAIRE, name="A", organisation="B", margin=margin)
    assert store.rounds.all() == []


@pytest.mark.parametrize(
    ("thresholds", "message"),
    [
        (Thresholds(scores=2), "for scores must be at least 3, got 2"),
        (Thresholds(comments=2), "for comments must be at least 3, got 2"),
        (Thresholds(counts=0), "for counts must be at least 3, got 0"),
        (Thresholds(scores=9, comments=10, counts=8), "at least that for scores, 9, got 8"),
        (Thresholds(scores=5, comments=4), "for comments must be at least that for scores, 5"),
    ],
)
def test_a_threshold_under_its_limit_is_refused(
    store: Store, thresholds: Thresholds, message: str
) -> None:
    with pytest.raises(RoundError, match=message):
        create_round(
            store,
            questionnaire=QUESTIONNAIRE,
            name="A",
            organisation="B",
            thresholds=thresholds,
        )


@pytest.mark.parametrize(
    ("name", "organisation", "missing"),
    [("  ", "B", "a name"), ("A", "", "an organisation")],
)
def test_a_round_needs_a_name_and_an_organisation(
    store: Store, name: str, organisation: str, missing: str
) -> None:
    with pytest.raises(RoundError, match=f"a round needs {missing}"):
        create_round(store, questionnaire=QUESTIONNAIRE, name=name, organisation=organisation)


def test_a_round_cannot_close_before_it_opens(store: Store) -> None:
    with pytest.raises(RoundError, match="close on 2026-05-01, before it opens on 2026-05-02"):
        create_round(
            store,
            questionnaire=QUESTIONNAIRE,
            name="A",
            organisation="B",
            opens_on=date(2026, 5, 2),
            closes_on=date(2026, 5, 1),
        )


def test_the_summary_says_what_a_launch_would_freeze_and_changes_nothing(store: Store) -> None:
    round_ = draft(store)
    summary = launch_summary(store, round_.id)

    assert summary.round == round_
    assert summary.invited == {"leaders": 5, "staff": 20}
    assert [(merge.group, merge.attribute) for merge in summary.coarsening.merged] == [
        ("leaders", "department"),
        ("leaders", "department"),
    ]
    assert summary.warnings == (
        (
            "5 leaders are invited. Under 8 answers their results are shown as verdicts only, "
            "without counts."
        ),
    )
    assert store.rounds.get(round_.id).state == "draft"
    assert store.invitations.of(round_.id) == []


def test_the_summary_warns_where_nothing_could_be_shown(store: Store) -> None:
    round_ = draft(store, leaders=4, staff=7)
    leaders, staff = launch_summary(store, round_.id).warnings
    assert "Only 4 leaders" in leaders
    assert "no leader results" in leaders
    assert "Only 7 staff" in staff

    store.people.replace(round_.id, people("enough", leaders=8, staff=8))
    assert launch_summary(store, round_.id).warnings == ()
    store.people.replace(round_.id, [])
    assert "nobody would be invited" in launch_summary(store, round_.id).warnings[0]


def test_launching_gives_everybody_one_invitation_with_coarsened_attributes(
    store: Store, driver: Driver
) -> None:
    round_ = draft(store)
    launch(store, round_.id, ORGANISER)

    assert store.rounds.get(round_.id).state == "open"
    assert len(store.invitations.of(round_.id)) == 25
    with driver.reading() as session:
        kept = session.query(
            """
            SELECT group_name, attributes, COUNT(*) AS people FROM invitation
            GROUP BY group_name, attributes ORDER BY group_name, attributes
            """
        )
    assert [(row["group_name"], row["attributes"], row["people"]) for row in kept] == [
        ("leaders", "{}", 5),
        ("staff", '{"department": "Sales"}', 10),
        ("staff", '{"department": "Service"}', 10),
    ]
    assert [(each.by, each.deed) for each in store.audit.all(round_.id)] == [
        (ORGANISER, "launched the round")
    ]


def test_a_round_is_launched_once_and_with_somebody(store: Store) -> None:
    empty = draft(store)
    store.people.replace(empty.id, [])
    with pytest.raises(RoundStateError, match="has no people list"):
        launch(store, empty.id, ORGANISER)

    running = opened(store)
    before = store.invitations.of(running.round_id)
    for deed in (launch_summary, lambda store, id_: launch(store, id_, ORGANISER)):
        with pytest.raises(RoundStateError, match="is open and was launched already"):
            deed(store, running.round_id)
    assert store.invitations.of(running.round_id) == before


def test_a_draft_with_settings_off_their_limits_is_not_launched(store: Store) -> None:
    round_ = draft(store)
    store.rounds.save(replace(round_, margin=0.5))

    with pytest.raises(RoundError, match=r"got 0\.5"):
        launch(store, round_.id, ORGANISER)
    assert store.rounds.get(round_.id).state == "draft"


def test_every_person_gets_a_link_of_their_own_and_it_is_kept_nowhere(
    store: Store, driver: Driver
) -> None:
    running = opened(store)
    links = personal_links(store, running.round_id, "https://survey.example.org")
    tokens = [each.link.removeprefix("https://survey.example.org/s/") for each in links]

    assert [each.person for each in links] == [f"Person {number}" for number in range(25)]
    assert links[3].email == "person3@example.org"
    assert len(set(tokens)) == 25
    assert tokens[0] not in repr(links[0])
    with driver.reading() as session:
        kept = session.query("SELECT * FROM link")
    assert {row["token_hash"] for row in kept} == {token_hash(token) for token in tokens}
    assert not any(token in str(row) for token in tokens for row in kept)


def test_fresh_links_lead_to_the_same_invitations_and_old_ones_stay_good(store: Store) -> None:
    running = opened(store)
    for _ in range(2):
        links = personal_links(store, running.round_id, "https://survey.example.org")
        found = [
            store.invitations.by_token_hash(token_hash(each.link.rpartition("/")[2]))
            for each in links
        ]
        assert [each and each.id for each in found] == list(running.invitations)


def test_links_are_made_only_while_the_round_is_open(store: Store) -> None:
    round_ = draft(store)
    with pytest.raises(RoundStateError) as refusal:
        personal_links(store, round_.id, "https://survey.example.org")
    assert refusal.value.advice.endswith("Launch it first.")

    running = opened(store)
    close(store, running.round_id, ORGANISER)
    with pytest.raises(RoundStateError, match="is closed, so its links would lead nowhere"):
        personal_links(store, running.round_id, "https://survey.example.org")


def test_the_links_handed_out_do_not_tell_who_has_answered(store: Store) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[2], response(1))
    links = personal_links(store, running.round_id, "https://survey.example.org")

    assert len(links) == 25
    assert {frozenset(asdict(each)) for each in links} == {frozenset({"person", "email", "link"})}


def test_the_status_counts_and_names_nobody(store: Store) -> None:
    running = opened(store)
    store.responses.submit(running.invitations[7], response(1))
    seen = status(store, running.round_id)

    assert (seen.name, seen.state, seen.closes_on) == ("Spring", "open", None)
    totals = {each.group: each.answered for each in seen.rates if each.segment is None}
    assert totals == {"leaders": 0, "staff": 1}
    assert "Person" not in repr(seen)
    assert "@" not in repr(seen)


def test_the_whole_way_from_draft_to_results(store: Store) -> None:
    running = opened(store)
    for number, invitation in enumerate(running.invitations):
        store.responses.submit(invitation, response(number, comment=f"Comment {number}"))
    close(store, running.round_id, ORGANISER)

    stored = store.responses.of(running.round_id)
    assert [each.group for each in stored].count("leaders") == 5
    assert len(store.responses.comments(running.round_id)) == 25
    assert {each.answered for each in status(store, running.round_id).rates} == {5, 10, 20}


def test_an_unknown_round_is_named_whatever_is_asked_of_it(store: Store) -> None:
    for deed in (launch_summary, status):
        with pytest.raises(UnknownRoundError, match="no round 'nowhere'"):
            deed(store, "nowhere")
    with pytest.raises(UnknownRoundError, match="no round 'nowhere'"):
        close(store, "nowhere", ORGANISER)
