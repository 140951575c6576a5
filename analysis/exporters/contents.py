"""What goes into a file: the report, and what its segments, its series and its voices hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.report import Report
from analysis.segments import PillarBySegment, attributes_of, by_segment
from analysis.series import Moved, Series, Trend, moves_of, skill_on_last_round, trends_of
from analysis.stats.prediction import Skill
from analysis.voices import Voices, voices_of
from survey.commitments import Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything that a file of a round may hold, computed once for every format.

    ``segments`` has every pillar and ladder by each attribute of staff. ``trends`` is empty for
    the first round of a series, and ``moves`` where no earlier round has a commitment.
    ``skills`` hold predictions against the round before. ``voices`` is None where no open
    question was published.
    """

    report: Report
    series: Series
    segments: Mapping[str, tuple[PillarBySegment, ...]]
    trends: tuple[Trend, ...]
    moves: tuple[Moved, ...]
    skills: Mapping[str, Skill]
    voices: Voices | None

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """Every commitment of the series up to this round, open ones first, then by their day."""
        return tuple(
            sorted(self.series.commitments, key=lambda each: (each.state != "open", each.by))
        )

    def aimed_at(self, trend: Trend) -> tuple[Commitment, ...]:
        """Return the commitments that were to move a trend's number."""
        return tuple(
            each
            for each in self.commitments
            if each.question == trend.question.id and each.state != "dropped"
        )

    def title_of(self, question_id: str | None) -> str:
        """Return the title of a question, its id where no round of the series asks it."""
        for report in reversed(self.series.reports):
            for each in report.publication.questions:
                if each.id == question_id:
                    return each.title.rstrip(".")
        return question_id or ""


def contents_of(report: Report, series: Series | None = None) -> Contents:
    """Return what goes into every file of a round; without its series, that of the round alone."""
    known = Series(reports=(report,)) if series is None else series
    earlier = known.reports[:-1]
    by_id = {each.publication.round: each for each in earlier}
    return Contents(
        report=report,
        series=known,
        segments={each: by_segment(report, each) for each in attributes_of(report)},
        trends=trends_of(known.reports) if earlier else (),
        moves=moves_of(known.commitments, by_id, report),
        skills=skill_on_last_round(earlier[-1], report) if earlier else {},
        voices=voices_of(report.publication),
    )
