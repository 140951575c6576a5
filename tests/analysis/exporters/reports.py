"""The reports every format is tried on: the demo's three, a coarse one, one without leaders."""

from functools import cache
from pathlib import Path

import msgspec

from analysis.exporters import Format, export
from analysis.publication import Comments, Publication, read_publication
from analysis.report import Gap, Report, report_of
from analysis.wording import of_100
from tests.analysis.published import item_publication, publication_of

DEMO = Path(__file__).parents[3] / "survey" / "demo"
DEMOS = ("fevs2018", "merrowdale_1", "merrowdale_2")
NAMES = (*DEMOS, "coarse", "no_leaders", "items_only")

FORMULA = '=HYPERLINK("http://evil.example","click")'
"""What a spreadsheet would run, were it let."""


@cache
def report(name: str) -> Report:
    return report_of(publication(name))


_made: dict[tuple[int, Format], tuple[Report, bytes]] = {}


def exported(of: Report, format_: Format) -> bytes:
    """The file of a report, made once for all tests that read it."""
    key = (id(of), format_)
    if key not in _made:
        _made[key] = (of, export(of, format_))  # the report is kept so that its id stays its own
    return _made[key][1]


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
