"""A small questionnaire in two languages, to be spoiled one way at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from survey.errors import QuestionnaireError
from survey.questionnaire import load_questionnaire

SMALL = """\
id: small
version: 1
title: {en: "Small", de: "Klein"}
source: "Written for these tests"
license: "CC0-1.0"
languages: [en, de]
introduction: {en: "Hello", de: "Guten Tag"}
scales:
  - id: agreement
    labels:
      - {en: "No", de: "Nein"}
      - {en: "Maybe", de: "Vielleicht"}
      - {en: "Yes", de: "Ja"}
  - id: amount
    labels: [{en: "Less", de: "Weniger"}, {en: "Same", de: "Gleich"}, {en: "More", de: "Mehr"}]
pillars:
  - id: voice
    title: {en: "Voice", de: "Stimme"}
    about: {en: "Speaking up", de: "Den Mund aufmachen"}
    items:
      - id: voice_1
        leaders: {en: "They tell us.", de: "Man sagt es uns."}
        staff: {en: "We tell them.", de: "Wir sagen es ihnen."}
      - id: voice_2
        leaders: {en: "They hold back.", de: "Man schweigt."}
        staff: {en: "We hold back.", de: "Wir schweigen."}
        scale: amount
        reversed: true
ladders:
  - id: aim
    title: {en: "Aim", de: "Ziel"}
    leaders: {en: "Our aim?", de: "Unser Ziel?"}
    staff: {en: "Our leaders' aim?", de: "Das Ziel der Leitung?"}
    rungs: [{en: "Mend it", de: "Heilen"}, {en: "Beat it", de: "Besser sein"}]
    short: [{en: "mend", de: "heilen"}, {en: "beat", de: "besser"}]
    exceed_from: 2
predictions:
  - id: guess_voice
    of: voice
    leaders: {en: "What share?", de: "Welcher Anteil?"}
  - id: guess_aim
    of: aim
    leaders: {en: "Which rung?", de: "Welche Stufe?"}
open_questions:
  - id: challenge
    purpose: challenge
    leaders: {en: "Which challenge?", de: "Welche Aufgabe?"}
    staff: {en: "Which challenge?", de: "Welche Aufgabe?"}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.v1.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def refusal_of(tmp_path: Path) -> Callable[[str, str], str]:
    """What a person reads when ``old`` in the small questionnaire is written ``new``."""

    def refusal(old: str, new: str) -> str:
        assert SMALL.count(old) >= 1, old
        path = tmp_path / "small.v1.yaml"
        path.write_text(SMALL.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(QuestionnaireError) as caught:
            load_questionnaire(path)
        return str(caught.value)

    return refusal
