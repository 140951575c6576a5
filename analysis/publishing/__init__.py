"""Answers in, the publication out: tables, disclosure control, coarse comparisons, audit."""

from analysis.publishing.releasing import Facts, publish
from analysis.publishing.rounds import preview_round, publish_round, released_rates

__all__ = [
    "Facts",
    "preview_round",
    "publish",
    "publish_round",
    "released_rates",
]
