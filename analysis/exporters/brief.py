"""The leader brief as two pages of PDF."""

from pathlib import Path

from analysis.charts.theme import shortened
from analysis.exporters.print_blocks import directed
from analysis.exporters.progress import Progress, silent
from analysis.report.brief import Brief
from analysis.wording import overview_sentence
from analysis.wording.briefs import (
    BRIEF_HEADINGS,
    OCCASIONS_HEADING,
    WORD_FOR_WORD,
    brief_lines,
    brief_sheet,
    section_note,
)
from survey.typeset import typeset

_TEMPLATES = Path(__file__).parent / "templates"

LONGEST = 300
"""The most characters of a comment that fit two pages; the page of the brief has all of it."""

_MOST_LINES = 10
_LONGEST_LINE = 260


def brief_to_pdf(brief: Brief, progress: Progress = silent) -> bytes:
    """Return the brief as two A4 pages, whatever was chosen: long comments are cut."""
    progress(0.0, "Setting two pages")
    publication = brief.report.publication
    lines = [shortened(each, _LONGEST_LINE) for each in brief_lines(brief.report)[:_MOST_LINES]]
    content = typeset(
        _TEMPLATES / "brief.typ",
        {
            "name": publication.name,
            "organisation": publication.organisation,
            "closed": publication.closed_on or "",
            "headline": shortened(overview_sentence(brief.report), _LONGEST_LINE),
            "lines": lines,
            "sections": [
                {
                    "heading": BRIEF_HEADINGS[heading],
                    "note": section_note(heading, section),
                    "texts": [directed(shortened(each, LONGEST)) for each in section.texts],
                }
                for heading, section in brief.sections.items()
            ],
            "occasions_heading": OCCASIONS_HEADING,
            "occasions": [{"show_up": each.show_up, "say": each.say} for each in brief.occasions],
            "word_for_word": WORD_FOR_WORD,
            "sheet": brief_sheet(brief),
        },
    )
    progress(1.0, "Done")
    return content
