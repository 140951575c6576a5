"""What an offsite shows: the agenda worth an hour, the room held against staff, each screen.

Import from here: `suggested_agenda` makes the agenda, `subject_of` finds what a step is
about, `scene_of` says what a screen holds.
"""

from analysis.offsite.agenda import item_step, suggested_agenda, with_challenges
from analysis.offsite.scenes import Crowd, Picture, Scene, scene_of, stances_of
from analysis.offsite.subjects import Subject, all_items, subject_of
from analysis.offsite.words import answered_line

__all__ = [
    "Crowd",
    "Picture",
    "Scene",
    "Subject",
    "all_items",
    "answered_line",
    "item_step",
    "scene_of",
    "stances_of",
    "subject_of",
    "suggested_agenda",
    "with_challenges",
]
