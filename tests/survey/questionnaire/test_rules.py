"""What must hold beyond the shape: each broken rule is refused with line, path and advice."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from survey.errors import QuestionnaireError
from survey.questionnaire import load_questionnaire
from survey.questionnaire.rules import problems


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "- id: voice_2",
            "- id: voice_1",
            (
                "small.v1.yaml: line 24, pillars[0].items[1].id: the id voice_1 is "
                "used twice in this "
                "file. Give one of the two another id: answers are stored under it."
            ),
        ),
        (
            "- id: guess_aim",
            "- id: voice_2",
            "small.v1.yaml: line 41, predictions[1].id: the id voice_2 is used twice",
        ),
        (
            "- id: challenge",
            "- id: voice",
            "small.v1.yaml: line 45, open_questions[0].id: the id voice is used twice",
        ),
        (
            "- id: amount",
            "- id: agreement",
            "small.v1.yaml: line 14, scales[1].id: the id agreement is used twice",
        ),
        (
            '{en: "Maybe", de: "Vielleicht"}',
            '{en: "no ", de: "Vielleicht"}',
            (
                "small.v1.yaml: line 11, scales[0].labels[0]: the label 'No' is there twice. "
                "Word each answer differently: people must be able to tell them apart."
            ),
        ),
        (
            '{en: "Beat it", de: "Besser sein"}',
            '{en: "Beat it", de: "Heilen"}',
            "small.v1.yaml: line 34, ladders[0].rungs[0]: the label 'Heilen' is there twice.",
        ),
        (
            'staff: {en: "We hold back.", de: "Wir schweigen."}',
            'staff: {en: "We hold back."}',
            (
                "small.v1.yaml: line 26, pillars[0].items[1].staff: the wording in de is missing. "
                'Word it in every language of the file: {de: "…"}.'
            ),
        ),
        (
            'staff: {en: "We hold back.", de: "Wir schweigen."}',
            'staff: "We hold back."',
            "small.v1.yaml: line 26, pillars[0].items[1].staff: the wording in de is missing.",
        ),
        (
            '{en: "Mend it", de: "Heilen"}',
            '{en: "Mend it", fr: "Réparer"}',
            "small.v1.yaml: line 34, ladders[0].rungs[0]: the wording in de is missing.",
        ),
        (
            '{en: "Small", de: "Klein"}',
            '{en: "Small", de: "Klein", fr: "Petit"}',
            (
                "small.v1.yaml: line 3, title.fr: the file does not have the language fr. "
                "Add fr to `languages`, or remove this wording."
            ),
        ),
        (
            'en: "They tell us."',
            'en: " "',
            (
                "small.v1.yaml: line 22, pillars[0].items[0].leaders: the wording in en is empty. "
                "Write what people read here."
            ),
        ),
        (
            '"Written for these tests"',
            '""',
            "small.v1.yaml: line 4, source: the wording in en is empty. Write what",
        ),
        (
            "languages: [en, de]",
            "languages: []",
            (
                "small.v1.yaml: line 6, languages: there is no language. "
                "Name at least one, for instance [en]."
            ),
        ),
        (
            "languages: [en, de]",
            "languages: [en, de, en]",
            "small.v1.yaml: line 6, languages[2]: en is named twice. Remove one of the two.",
        ),
        (
            "languages: [en, de]",
            'languages: [en, "German"]',
            (
                "small.v1.yaml: line 6, languages[1]: 'German' is not a language code. "
                'Write a code such as en, de or "pt-BR".'
            ),
        ),
        (
            "scale: amount",
            "scale: size",
            (
                "small.v1.yaml: line 27, pillars[0].items[1].scale: there is no scale size. "
                "Scales of this file are: agreement, amount."
            ),
        ),
        (
            ', {en: "More", de: "Mehr"}]',
            "]",
            (
                "small.v1.yaml: line 24, pillars[0].items[1]: this item has 2 answers, "
                "the pillar's "
                "first has another number. Use scales of one length within a pillar: "
                "its score is their mean."
            ),
        ),
        (
            "    items:\n",
            "    min_answered: 3\n    items:\n",
            (
                "small.v1.yaml: line 20, pillars[0].min_answered: it is 3, but there are 2 items. "
                "Lower it, or leave it out: then a score needs all items."
            ),
        ),
        (
            "exceed_from: 2",
            "exceed_from: 3",
            (
                "small.v1.yaml: line 36, ladders[0].exceed_from: it is 3, but there are 2 rungs. "
                "Write a rung's number from 2 to 2."
            ),
        ),
        (
            "exceed_from: 2",
            "exceed_from: 1",
            "small.v1.yaml: line 36, ladders[0].exceed_from: it is 1, but there are 2 rungs.",
        ),
        (
            '{en: "beat", de: "besser"}]',
            '{en: "beat", de: "besser"}, {en: "win", de: "Sieg"}]',
            (
                "small.v1.yaml: line 35, ladders[0].short: there are 3 short names for 2 rungs. "
                "Give one short name a rung."
            ),
        ),
        (
            "of: aim",
            "of: target",
            (
                "small.v1.yaml: line 42, predictions[1].of: there is no pillar or ladder target. "
                "Choose one of: voice, aim."
            ),
        ),
        (
            "of: aim",
            "of: voice",
            (
                "small.v1.yaml: line 42, predictions[1].of: voice is predicted twice. "
                "Keep one of the two predictions."
            ),
        ),
    ],
)
def test_a_broken_rule_is_refused_with_line_path_and_advice(
    refusal_of: Callable[[str, str], str], old: str, new: str, message: str
) -> None:
    assert refusal_of(old, new).startswith(message)


@pytest.mark.parametrize(
    ("cut_from", "cut_to", "put", "message"),
    [
        ("scales:", "pillars:", "scales: []\n", "there is no scale. Scales of this file are: none"),
        ("pillars:", "ladders:", "pillars: []\n", "there is no pillar. Give at least one"),
        ("    items:", "ladders:", "    items: []\n", "there is no item. Give at least one."),
    ],
)
def test_an_empty_part_is_refused(
    small: Path, cut_from: str, cut_to: str, put: str, message: str
) -> None:
    text = small.read_text(encoding="utf-8")
    start, end = text.index(cut_from), text.index(cut_to)
    small.write_text(text[:start] + put + text[end:], encoding="utf-8")

    with pytest.raises(QuestionnaireError, match=message):
        load_questionnaire(small)


def test_every_problem_of_the_first_kind_is_found(small: Path) -> None:
    questionnaire = msgspec.structs.replace(
        load_questionnaire(small), title="Small", introduction="Hello", languages=("en", "de")
    )

    assert [problem.path for problem in problems(questionnaire)] == [("title",), ("introduction",)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "        reversed: true\n",
            "",
            (
                "small.v2.yaml: line 24, pillars[0].items[1].id: the id voice_2 was a "
                "reversed item of "
                "voice with 3 answers in version 1 and is an item of voice with 3 answers now. "
                "Give the changed question a new id: answers are stored under it."
            ),
        ),
        (
            '      - {en: "Maybe", de: "Vielleicht"}\n',
            "",
            "small.v2.yaml: line 23, pillars[0].items[1]: this item has 3 answers",
        ),
        (
            '{en: "Beat it", de: "Besser sein"}]\n    short: [{en: "mend", de: "heilen"}, ',
            (
                '{en: "Beat it", de: "Besser sein"}, {en: "Win", de: "Sieg"}]\n'
                '    short: [{en: "win", de: "Sieg"}, {en: "mend", de: "heilen"}, '
            ),
            (
                "small.v2.yaml: line 30, ladders[0].id: the id aim was a ladder of 2 rungs in "
                "version 1 and is a ladder of 3 rungs now."
            ),
        ),
        (
            "  - id: guess_voice",
            "  - id: guess",
            "small.v2.yaml: line 41, predictions[1].id: the id guess_voice was",
        ),
        (
            "purpose: challenge",
            "purpose: comment",
            (
                "small.v2.yaml: line 45, open_questions[0].id: the id challenge was an "
                "open question "
                "(challenge) in version 1 and is an open question (comment) now."
            ),
        ),
    ],
)
def test_an_id_keeps_its_meaning_from_version_to_version(
    small: Path, old: str, new: str, message: str
) -> None:
    text = small.read_text(encoding="utf-8").replace("version: 1", "version: 2")
    assert old in text
    text = text.replace(old, new, 1)
    if old == "  - id: guess_voice":
        text = text.replace("id: guess_aim", "id: guess_voice")
    path = small.with_name("small.v2.yaml")
    path.write_text(text, encoding="utf-8")

    with pytest.raises(QuestionnaireError) as caught:
        load_questionnaire(path)

    assert str(caught.value).startswith(message)


def test_rewording_keeps_an_id_and_dropping_it_is_fine(small: Path) -> None:
    text = small.read_text(encoding="utf-8").replace("version: 1", "version: 2")
    text = text.replace("We tell them.", "We tell our leaders.").replace("id: challenge", "id: new")
    path = small.with_name("small.v2.yaml")
    path.write_text(text, encoding="utf-8")

    assert load_questionnaire(path).version == 2


def test_a_later_version_does_not_spoil_an_earlier_one(small: Path) -> None:
    text = small.read_text(encoding="utf-8").replace("version: 1", "version: 2")
    later = text.replace("        reversed: true\n", "")
    small.with_name("small.v2.yaml").write_text(later, encoding="utf-8")

    assert load_questionnaire(small).version == 1
