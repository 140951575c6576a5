"""The released tables of a round: a small, frozen, portable document."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from analysis.stats.finite_population import Invited
from survey.questionnaire import FUNCTION

Kind = Literal["item", "pillar", "ladder", "silo", "prediction"]
TableGroup = Literal["leaders", "staff", "everyone"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What one table counts.

    Categories stand in *scored* order, the least favourable first, so a reversed item's
    ``labels`` are turned round too. ``values`` gives each category in scale points (a
    pillar's are means of its items). ``items`` is filled for a pillar, ``of`` for a
    prediction (the pillar's or ladder's id), ``exceed_from`` (from 1) for a ladder.
    ``text`` has one wording for each group that is asked. Of a silo matrix each rated
    department is a question: ``rated`` is its name, ``of`` the matrix's id, ``title`` the
    matrix's title. ``function`` names whose staff alone are asked a function module.
    """

    id: str
    kind: Kind
    title: str
    text: dict[str, str]
    labels: tuple[str, ...]
    values: tuple[float, ...]
    pillar: str | None = None
    reversed: bool = False
    items: tuple[str, ...] = ()
    of: str | None = None
    exceed_from: int | None = None
    short: tuple[str, ...] = ()
    min_answered: int | None = None
    rated: str | None = None
    function: str | None = None


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Answers of one set of people to one question, or why they are withheld."""

    question: str
    group: TableGroup
    segment: dict[str, str] | None = None
    n: int | None = None
    counts: tuple[int, ...] | None = None
    shares: tuple[float, ...] | None = None
    withheld: str | None = None


class CoarseComparison(msgspec.Struct, frozen=True, kw_only=True):
    """What is released of a question when a group has too few answers for counts.

    All numbers are rounded to steps of ``step``; ``superiority`` is A.
    ``withheld`` says why some or all of it is missing.
    """

    question: str
    verdict: str | None
    superiority: float | None = None
    low: float | None = None
    high: float | None = None
    leaders_higher: float | None = None
    same: float | None = None
    staff_higher: float | None = None
    step: float = 0.05
    withheld: str | None = None


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """Invited and answered people of a group; ``None`` where fewer than 5 were invited."""

    group: TableGroup
    invited: int | None
    answered: int | None
    segment: dict[str, str] | None = None


class Comments(msgspec.Struct, frozen=True, kw_only=True):
    """Comments on one open question by one group, shuffled, or why they are withheld."""

    question: str
    title: str
    purpose: Literal["challenge", "comment"]
    group: TableGroup
    texts: tuple[str, ...] = ()
    withheld: str | None = None


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """Sums over staff who answered every item of a pillar, for its reliability.

    ``sums`` has one number an item, ``cross`` the item by item sums of products.
    """

    pillar: str
    n: int | None
    sums: tuple[int, ...] = ()
    cross: tuple[tuple[int, ...], ...] = ()
    withheld: str | None = None


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is ever shown of a round.

    ``thresholds`` has ``scores``, ``comments``, ``counts``. ``software`` maps a package
    to its version. ``closed_on`` is a day, never a time. ``earlier`` names the
    publications that this one was audited with. ``notes`` say in plain words what a reader
    must know of how it was counted.
    """

    schema: Literal["plumbline/publication@1"] = "plumbline/publication@1"
    round: str
    name: str
    organisation: str
    series: str
    source: str
    questionnaire: str
    fingerprint: str
    margin: float
    thresholds: dict[str, int]
    questions: tuple[Question, ...]
    tables: tuple[Table, ...]
    rates: tuple[Rate, ...] = ()
    coarse: tuple[CoarseComparison, ...] = ()
    products: tuple[Product, ...] = ()
    comments: tuple[Comments, ...] = ()
    software: dict[str, str] = {}
    closed_on: str | None = None
    earlier: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def question(self, key: str) -> Question:
        """Return a question by its id.

        Raises
        ------
        KeyError
            The document has no such question.
        """
        for question in self.questions:
            if question.id == key:
                return question
        raise KeyError(key)

    def table(self, question: str, group: TableGroup) -> Table | None:
        """Return the table of a whole group (no segment), if the document has it."""
        for table in self.tables:
            if table.question == question and table.group == group and table.segment is None:
                return table
        return None


def invited_of(rates: Sequence[Rate], question: Question) -> Invited:
    """Return how many were invited to answer a question, as far as it was released.

    The staff of a function module are those of its function, as `is_asked` has it.
    """
    whole = {each.group: each.invited for each in rates if each.segment is None}
    if question.function is None:
        return Invited(leaders=whole.get("leaders"), staff=whole.get("staff"))
    of_function = [
        each.invited
        for each in rates
        if each.group == "staff" and is_of_function(each.segment, question)
    ]
    known = [each for each in of_function if each is not None]
    staff = sum(known) if known and len(known) == len(of_function) else None
    return Invited(leaders=whole.get("leaders"), staff=staff)


def is_of_function(segment: dict[str, str] | None, question: Question) -> bool:
    """Whether a segment is the function whose staff a question is asked of."""
    value = None if segment is None else segment.get(FUNCTION)
    if value is None or question.function is None:
        return False
    return value.casefold() == question.function.strip().casefold()


def to_json(publication: Publication) -> bytes:
    """Return the document as JSON: the same bytes for the same publication."""
    return msgspec.json.format(msgspec.json.encode(publication), indent=1)


def from_json(document: bytes | str) -> Publication:
    """Read a publication back.

    Raises
    ------
    msgspec.ValidationError
        The document is not a publication of this schema.
    """
    return msgspec.json.decode(document, type=Publication)


def read_publication(path: Path) -> Publication:
    """Read a publication from a file; raises as `from_json` does."""
    return from_json(path.read_bytes())


def as_builtins(publication: Publication) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Return plain dicts and lists, for exporters."""
    return msgspec.to_builtins(publication)
