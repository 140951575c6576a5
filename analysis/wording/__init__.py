"""One plain sentence for each result. Numbers are rounded here and nowhere before.

Words between asterisks are answers quoted, to be set in italics (`unmarked` drops the marks).
Import from here.
"""

from analysis.wording.answers import (
    REVERSED,
    agreement_sentence,
    distribution_sentence,
    exceed_sentence,
    key_alt,
    ladder_headline,
    prediction_lines,
    prediction_sentence,
    unmarked,
)
from analysis.wording.caveats import (
    brief_caveats,
    caveats,
    pillar_caveats,
    reliability_sentence,
    shape_sentence,
    silence_sentence,
    spread_sentence,
)
from analysis.wording.findings import (
    agreement_finding,
    finding,
    finding_sentence,
    item_line,
    predictions_finding,
    withheld_finding,
    withheld_groups,
)
from analysis.wording.gaps import (
    VERDICTS,
    between,
    direction,
    gap_sentence,
    item_sentence,
    overview_sentence,
    verdict_sentence,
    what_would_settle_it,
)
from analysis.wording.moving import (
    AT_LEAST,
    change_words,
    moved_sentence,
    number_words,
    step_sentence,
    trend_lines,
    trends_finding,
)
from analysis.wording.predicting import (
    STORIES,
    signed,
    skill_sentence,
    stories_sentence,
    story_sentence,
)
from analysis.wording.rounding import limit, of_100, parts_of_100, tenths
from analysis.wording.segments import SEGMENTS_NOTE, is_worth_a_look, segments_finding
from analysis.wording.sheet import method_lines, rate_lines, shown_lines, withheld_sentence

__all__ = [
    "AT_LEAST",
    "REVERSED",
    "SEGMENTS_NOTE",
    "STORIES",
    "VERDICTS",
    "agreement_finding",
    "agreement_sentence",
    "between",
    "brief_caveats",
    "caveats",
    "change_words",
    "direction",
    "distribution_sentence",
    "exceed_sentence",
    "finding",
    "finding_sentence",
    "gap_sentence",
    "is_worth_a_look",
    "item_line",
    "item_sentence",
    "key_alt",
    "ladder_headline",
    "limit",
    "method_lines",
    "moved_sentence",
    "number_words",
    "of_100",
    "overview_sentence",
    "parts_of_100",
    "pillar_caveats",
    "prediction_lines",
    "prediction_sentence",
    "predictions_finding",
    "rate_lines",
    "reliability_sentence",
    "segments_finding",
    "shape_sentence",
    "shown_lines",
    "signed",
    "silence_sentence",
    "skill_sentence",
    "spread_sentence",
    "step_sentence",
    "stories_sentence",
    "story_sentence",
    "tenths",
    "trend_lines",
    "trends_finding",
    "unmarked",
    "verdict_sentence",
    "what_would_settle_it",
    "withheld_finding",
    "withheld_groups",
    "withheld_sentence",
]
