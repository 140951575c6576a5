"""The reports every format is tried on: the demo's three, a coarse one, one without leaders."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from analysis.exporters import Format, export
from analysis.publication import Comments, Publication, Table, read_publication
from analysis.report import Gap, Report, report_of
from analysis.series import Series
from analysis.wording import of_100
from survey.commitments import Commitment
from tests.analysis.published import item_publication, publication_of
from tests.analysis.silos import SIZES, silo_publication

DEMO = Path(__file__).parents[3] / "survey" / "demo"
DEMOS = ("fevs2018", "merrowdale_1", "merrowdale_2")
NAMES = (*DEMOS, "coarse", "no_leaders", "items_only")

SILOS: dict[str, dict[str, int]] = {
    "five": SIZES,
    "small": {**SIZES, "Legal": 4, "Works council": 1, "Other": 6},
    "fourteen": {f"{name} North": size for name, size in SIZES.items()}
    | {f"{name} South": 5 + size for name, size in SIZES.items()}
    | {"Health and safety": 4, "Purchasing": 21, "Warehousing": 33, "Works council": 2},
    "many": {f"Department {at:02}": 6 + 3 * at for at in range(1, 25)},
    "nothing": {"Cellar": 1, "Attic": 1},
}
"""How many staff each department has where departments rated each other."""

FORMULA = '=HYPERLINK("http://evil.example","click")'
"""What a spreadsheet would run, were it let."""


@cache
def report(name: str) -> Report:
    return report_of(publication(name))


@cache
def silo_report(name: str) -> Report:
    """The report of a silo matrix, one of `SILOS`."""
    return report_of(silo_publication(SILOS[name]))


_made: dict[tuple[int, int, Format], tuple[object, bytes]] = {}


def exported(of: Report, format_: Format, series: Series | None = None) -> bytes:
    """The file of a report, made once for all tests that read it."""
    key = (id(of), id(series), format_)
    if key not in _made:
        # Both are kept so that their ids stay their own.
        _made[key] = ((of, series), export(of, format_, series=series))
    return _made[key][1]


@cache
def series() -> Series:
    """The demo's two rounds, with commitments made on both, some of them late."""
    first, second = report("merrowdale_1"), report("merrowdale_2")
    made = Commitment(
        id="c1",
        round_id=first.publication.round,
        what="Say what we stop doing",
        who="Ines Okafor",
        by=date(2026, 2, 1),
        question="focus",
        start=0.8,
        to=0.6,
        state="done",
    )
    late = replace(
        made,
        id="c2",
        what="One word for our standard",
        by=date(2026, 3, 15),
        question="service_standard",
        start=0.26,
        to=0.4,
        state="open",
    )
    no_number = replace(
        late, id="c3", what="Walk along for a day", question=None, start=None, to=None
    )
    disputed = replace(
        made,
        id="c4",
        round_id=second.publication.round,
        what="Refunds without asking",
        by=date(2026, 9, 1),
        question="outcome_orientation",
        start=None,
        to=0.55,
        state="open",
        stance="dispute",
    )
    return Series(
        reports=(first, second),
        commitments=(made, late, no_number, disputed),
        today=date(2026, 6, 10),
    )


@cache
def both_wrote() -> Report:
    """A report in which enough leaders and staff wrote comments for their words to be compared."""
    leaders = tuple(f"More growth and margin, note {at}." for at in range(12))
    staff = tuple(f"The phone rings and no van comes, {'Monday' * (at % 2)}." for at in range(30))
    of_leaders = Comments(
        question="hear", title="What?", purpose="comment", group="leaders", texts=leaders
    )
    of_staff = msgspec.structs.replace(of_leaders, group="staff", texts=staff)
    return report_of(msgspec.structs.replace(publication_of(), comments=(of_leaders, of_staff)))


@cache
def many_segments(count: int) -> Report:
    """A report by that many departments, every seventh of them withheld."""
    whole = publication_of()
    staff = [each for each in whole.tables if each.group == "staff"]
    tables = []
    for at in range(count):
        place = {"department": f"Department {at + 1:02}"}
        tables += [
            Table(
                question=each.question,
                group="staff",
                segment=place,
                withheld="fewer than 8 answers",
            )
            if at % 7 == 0
            else msgspec.structs.replace(each, segment=place)
            for each in staff
        ]
    return report_of(msgspec.structs.replace(whole, tables=(*whole.tables, *tables)))


def publication(name: str) -> Publication:
    if name in DEMOS:
        return read_publication(DEMO / f"{name}.json")
    if name == "items_only":
        return item_publication()
    return publication_of(leaders={"coarse": 6, "no_leaders": 3}[name])


def typed(words: str) -> Report:
    """A report in which everything that somebody typed is ``words``."""
    whole = publication_of()
    said = Comments(question="hear", title=words, purpose="comment", group="staff", texts=(words,))
    return report_of(
        msgspec.structs.replace(
            whole,
            round=words,
            name=words,
            organisation=words,
            source=words,
            comments=(said,),
            questions=tuple(msgspec.structs.replace(each, title=words) for each in whole.questions),
        )
    )


def said_gap(gap: Gap) -> str:
    """The share of pairs in which the leader is ahead, as every file says it."""
    return f"{'' if gap.step is None else 'about '}{of_100(gap.estimate)} of 100"
