"""What leaves beside the tables: comments, products, weights, exports, mail that waits."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, product

import msgspec
import numpy as np
import pytest

from analysis.publication import Comments, Product, Publication, to_json
from analysis.publishing import preview_round
from analysis.stats.result import NotEstimable
from analysis.stats.weighting import Weights, raked_weights
from analysis.tables import Answers
from survey.invitations import new_token
from survey.questionnaire import Group
from survey.storage import Store
from survey.storage.driver import Driver
from tests.redteam import intruders
from tests.redteam.attackers import Finding
from tests.redteam.organisations import items, organisation, released
from tests.redteam.whole_round import Truth, ended, people_of, played
from tests.survey.mail.mailbox import Mailbox, invited, serving

FEWEST, AUTHORS = 5, 10
Pairs = tuple[tuple[int, ...], ...]


def authors_told(publication: Publication, arrived: Sequence[str]) -> dict[str, str]:
    """Somebody who saw people come: whose each comment is, if they stand in that order."""
    return {
        text: who
        for comments in publication.comments
        if len(comments.texts) == len(arrived)
        for text, who in zip(comments.texts, arrived, strict=True)
    }


def few_authors(publication: Publication) -> list[Finding]:
    """Groups so small that their comments are as good as signed."""
    return [
        Finding(who=f"{each.group} on {each.question}", counts=(len(each.texts),))
        for each in publication.comments
        if 0 < len(each.texts) < AUTHORS
    ]


def test_comments_of_few_and_in_order_of_arrival(store: Store) -> None:
    sizes: dict[tuple[Group, str], int] = {("leaders", "Sales"): 6, ("staff", "Sales"): 16}
    truth = played(store, people_of(sizes), [9, 3, 20, 0, 15, 8, 11, 2, 17, 7, 12, 6, 10, 21, 13])
    ended(store, truth)
    staff = [each for each in truth.arrived if not _is_leader(truth, each)]
    whose = {f"In my own words, {label}.": label for label in truth.arrived}
    leaders = tuple(words for words in whose if _is_leader(truth, whose[words]))
    ours = preview_round(store, truth.round_id)
    careless = msgspec.structs.replace(
        ours,
        comments=(
            _comments("staff", tuple(w for w in whose if whose[w] in staff)),
            _comments("leaders", leaders),
        ),
    )

    assert authors_told(careless, staff) == {w: who for w, who in whose.items() if who in staff}
    assert [each.people for each in few_authors(careless)] == [3]
    found = authors_told(ours, staff)
    assert len(found) == len(staff)  # they are shown, and in an order that is none of arrival
    assert sum(whose[words] == who for words, who in found.items()) < len(staff)
    assert [each.texts for each in ours.comments if each.texts] == [tuple(sorted(found))]
    assert few_authors(ours) == []


def _is_leader(truth: Truth, label: str) -> bool:
    return next(each for each in truth.people if each.label == label).group == "leaders"


def _comments(group: Group, texts: tuple[str, ...]) -> Comments:
    return Comments(question="open", title="", purpose="comment", group=group, texts=texts)


def pairs_that_fit(products: Product) -> Iterator[Pairs]:
    """Everybody's answers to two items, from sums of products over so many people."""
    if products.n is None:
        return
    scale = list(product(range(1, 6), repeat=2))
    for pairs in combinations_with_replacement(scale, products.n):
        columns = np.array(pairs).T
        if (columns.sum(axis=1) == products.sums).all() and (
            columns @ columns.T == products.cross
        ).all():
            yield pairs


def test_correlations_of_three_people_are_their_answers() -> None:
    said = ((1, 5), (5, 5), (5, 2))
    columns = np.array(said).T
    careless = Product(
        pillar="p",
        n=3,
        sums=tuple(columns.sum(axis=1).tolist()),
        cross=tuple(map(tuple, (columns @ columns.T).tolist())),
    )
    answers = Answers(
        is_leader=np.zeros(3, dtype=np.bool_),
        attributes={},
        choices={f"q{place + 1}": each.astype(np.int8) for place, each in enumerate(columns)},
    )
    ours = released(answers, items("q1", "q2", pillar="p"))

    assert list(pairs_that_fit(careless)) == [tuple(sorted(said))]
    assert [list(pairs_that_fit(each)) for each in ours.products] == [[]]


def answered_by_weights(weights: Weights | NotEstimable, invited_: Sequence[int]) -> list[float]:
    """How many answered in each department: where all have one weight, invited over it."""
    if isinstance(weights, NotEstimable):
        return []
    scale = weights.n / sum(invited_)
    return [n * scale / weight for n, weight in zip(invited_, weights.weights, strict=True)]


def test_weights_tell_how_many_answered_in_a_small_department() -> None:
    answered, everybody = [60, 9, 1], [80, 20, 3]

    careless = raked_weights(answered, invited=[everybody], k=1)
    ours = raked_weights(answered, invited=[everybody])

    assert np.allclose(answered_by_weights(careless, everybody), answered)
    assert answered_by_weights(ours, everybody) == []
    # And whatever leaves a round has no weights in it at all.
    document = released(organisation({"A": (10, 60), "B": (9, 20)}), items("q1"))
    assert b"weight" not in to_json(document)


def rows_of(export: str, arrived: Sequence[str]) -> dict[str, list[str]]:
    """Whose each row of an export is, for somebody who saw everybody come."""
    rows = list(csv.reader(io.StringIO(export)))[1:]
    return dict(zip(arrived, rows, strict=True)) if len(rows) == len(arrived) else {}


def test_rows_of_an_export_in_order_of_arrival() -> None:
    answers = organisation({"A": (12, 30), "B": (9, 25)}, questions=("q1", "q2"))
    order = np.random.default_rng(1).permutation(answers.is_leader.size)
    turned = Answers(
        is_leader=answers.is_leader[order],
        attributes={name: each[order] for name, each in answers.attributes.items()},
        choices={name: each[order] for name, each in answers.choices.items()},
    )
    arrived = [str(each) for each in order]
    careless = "\n".join(
        ["q1,q2", *(f"{a},{b}" for a, b in zip(*turned.choices.values(), strict=True))]
    )

    found = rows_of(careless, arrived)
    assert len(found) == len(arrived)
    assert all(
        found[str(who)] == [str(each[who]) for each in answers.choices.values()] for who in order
    )
    ours = [to_json(released(each, items("q1", "q2"))) for each in (answers, turned)]
    assert ours[0] == ours[1]


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with serving(Mailbox()) as box:
        yield box


def test_mail_that_waits_holds_neither_link_nor_address(
    store: Store, driver: Driver, mailbox: Mailbox
) -> None:
    invited(store, mailbox)
    with driver.reading() as session:
        waiting = session.query("SELECT * FROM mail")
        people = {row["id"]: row["email"] for row in session.query("SELECT id, email FROM person")}
    careless = [
        {**row, "body": f"To: {email}\n\nhttps://survey.example.org/s/{new_token()}"}
        for row, email in zip(waiting, people.values(), strict=True)
    ]

    def links(rows: Sequence[dict[str, object]]) -> int:
        return sum("/s/" in str(row) or "@example.org" in str(row) for row in rows)

    assert len(waiting) == len(people) == 25
    assert links(careless) == 25
    assert links([dict(row) for row in waiting]) == 0
    # A row leads to an invitation, as it must until it is sent; it names nobody itself.
    assert intruders.found_in(repr(waiting), [*people.values(), *people]) == []
