"""The leader brief in words: its headings, what is under them, one sentence a pillar."""

from collections.abc import Mapping
from dataclasses import replace

from analysis.report import Report
from analysis.report.brief import Brief, Section
from analysis.wording.answers import ladder_headline, unmarked
from analysis.wording.findings import finding_sentence
from analysis.wording.sheet import rate_lines, use_lines
from analysis.wording.silos import asymmetry_sentence, worth_a_look
from survey.storage.briefs import Heading

BRIEF_HEADINGS: Mapping[Heading, str] = {
    "know": "What staff want you to know",
    "stories": "Problems solved: stories to tell",
    "voices": "Compliments and complaints",
}
"""What each choice of comments is headed with."""

OCCASIONS_HEADING = "Where to show up next"

WORD_FOR_WORD = "Comments stand word for word; they were released because enough people wrote one."


_READING = (
    "A pair is one leader and one member of staff; 50 of 100 is no gap, and every range is the 95 "
    "% interval (Wilson-type, Brunner-Munzel variance)."
)

_HOW_TO_CHOOSE = "An organiser chooses them on the page Leader brief."


def brief_lines(report: Report) -> tuple[str, ...]:
    """Return one sentence a pillar (or item), the widest gap first, the ladders, then silos.

    Of the silo matrix that is the widest pair of departments that is worth a look, if any is.
    """
    lines = [finding_sentence(each.question, each.gap) for each in report.compared]
    lines += [unmarked(ladder_headline(each)) for each in report.ladders]
    matrix = report.silo_matrix
    if matrix is not None:
        lines += [asymmetry_sentence(matrix, each) for each in worth_a_look(matrix)[:1]]
    return tuple(lines)


def section_note(heading: Heading, section: Section) -> str:
    """Say where the comments of a heading come from, or why there are none."""
    if section.withheld is not None:
        return f"No comments are shown: {section.withheld}."
    if not section.is_chosen:
        if heading == "know":
            return (
                f"The first {len(section.texts)} of {section.released} released comments; the "
                f"organiser has not chosen yet. {_HOW_TO_CHOOSE}"
            )
        return f"The organiser has not chosen any yet. {_HOW_TO_CHOOSE}"
    if not section.texts:
        return f"The organiser chose none for this round. {_HOW_TO_CHOOSE}"
    return f"{len(section.texts)} of {section.released} released comments."


def brief_sheet(brief: Brief) -> str:
    """Say in a paragraph how the brief's numbers came about."""
    report = brief.report
    method = report.method
    whole = replace(report, rates=tuple(each for each in report.rates if each.segment is None))
    software = ", ".join(f"{name} {number}" for name, number in sorted(method.software.items()))
    said = [
        _READING,
        f"Questionnaire {method.questionnaire}, fingerprint {method.fingerprint}.",
        f"Margin {method.margin:.2f}, fixed before anyone answered.",
        *rate_lines(whole),
        *use_lines(method),
        "Pillars are corrected by Holm, items by Benjamini and Hochberg.",
        f"Computed with {software or 'versions that were not recorded'}.",
        "The report of this round has the full method sheet.",
    ]
    return " ".join(said)
