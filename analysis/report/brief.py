"""The leader brief: what staff want leaders to know, and where leaders should show up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from analysis.publication import Comments, Publication
from analysis.report.model import Gap, Report
from survey.questionnaire import FOLDER, misfit, strict_yaml
from survey.storage.briefs import MOST, Heading, Pick, Picks

OCCASIONS = FOLDER / "occasions.yaml"
MOST_OCCASIONS = 5


class Occasion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a leader can show up, and what to say there. No ``pillars``: fits any round."""

    id: str
    show_up: str
    say: str
    pillars: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Comments under one heading, word for word.

    ``released`` is how many there were to choose from; ``is_chosen`` is false while the
    organiser has not chosen any brief. ``withheld`` says why there is nothing to choose.
    """

    texts: tuple[str, ...]
    released: int
    is_chosen: bool
    withheld: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Two pages for leaders, from one published round."""

    report: Report
    sections: Mapping[Heading, Section]
    occasions: tuple[Occasion, ...]


def brief_of(report: Report, picks: Picks | None, occasions: Sequence[Occasion]) -> Brief:
    """Return the brief of a round; ``picks`` are the organiser's, None before any.

    Until then the first heading has the first comments that staff wrote, and the others none.
    """
    publication = report.publication
    every = released_comments(publication)
    chosen = picks if picks is not None else {"know": _first(publication)}
    reason = _withheld(publication)
    return Brief(
        report=report,
        sections={
            heading: Section(
                texts=tuple(every[each] for each in chosen.get(heading, ()) if each in every),
                released=len(every),
                is_chosen=picks is not None,
                withheld=None if every else reason,
            )
            for heading in MOST
        },
        occasions=suggested(report, occasions),
    )


def released_comments(publication: Publication) -> dict[Pick, str]:
    """Return every comment that was released, staff's first, by where it stands."""
    ordered = sorted(publication.comments, key=lambda each: each.group != "staff")
    return {
        Pick(each.question, each.group, place): text
        for each in ordered
        for place, text in enumerate(each.texts)
    }


def suggested(report: Report, occasions: Sequence[Occasion]) -> tuple[Occasion, ...]:
    """Return occasions for the pillars with the widest gaps, then those that fit any round."""
    wide = [
        each.question.id
        for each in report.pillars
        if isinstance(each.gap, Gap) and each.gap.verdict == "Gap"
    ]
    found = [each for pillar in wide for each in occasions if pillar in each.pillars]
    found += [each for each in occasions if not each.pillars]
    return tuple({each.id: each for each in found}.values())[:MOST_OCCASIONS]


def load_occasions(path: Path = OCCASIONS) -> tuple[Occasion, ...]:
    """Read the occasions beside the questionnaires.

    Raises
    ------
    QuestionnaireError
        The file is not strict YAML or does not have this shape; names the line.
    """
    marked = strict_yaml.read_strictly(path.read_bytes(), path.name)
    try:
        return msgspec.convert(marked.data, _File).occasions
    except msgspec.ValidationError as error:
        raise misfit.refusal(path.name, marked, str(error)) from error


def _first(publication: Publication) -> tuple[Pick, ...]:
    """Return the first comments of staff on the first question that is not the challenge."""
    for each in publication.comments:
        if each.group == "staff" and each.purpose == "comment" and each.texts:
            most = range(min(len(each.texts), MOST["know"]))
            return tuple(Pick(each.question, each.group, place) for place in most)
    return ()


def _withheld(publication: Publication) -> str:
    def of_staff(each: Comments) -> bool:
        return each.group == "staff" and each.withheld is not None

    return next(
        (each.withheld or "" for each in publication.comments if of_staff(each)),
        "this round asked for none",
    )
