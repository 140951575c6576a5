"""A file of the wrong shape is refused with line, path and advice."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from survey.errors import QuestionnaireError
from survey.questionnaire import load_questionnaire


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "        reversed: true",
            "        reverse: true",
            (
                "small.v1.yaml: line 28, pillars[0].items[1].reverse: there is no field "
                "`reverse` here. Did you mean `reversed`? Fields here are: id, "
                "leaders, staff, scale, reversed."
            ),
        ),
        (
            "version: 1",
            "version: 1\nauthor: me",
            (
                "small.v1.yaml: line 3, author: there is no field `author` here. Fields here are: "
                "id, version, title,"
            ),
        ),
        (
            'staff: {en: "We hold back.", de: "Wir schweigen."}',
            "",
            (
                "small.v1.yaml: line 24, pillars[0].items[1]: the field `staff` is missing. "
                "Add `staff:`. Word it for staff. "
                'Write it in quotes, or once a language: {en: "…", de: "…"}.'
            ),
        ),
        (
            'leaders: {en: "They tell us.", de: "Man sagt es uns."}',
            "",
            (
                "small.v1.yaml: line 21, pillars[0].items[0]: the field `leaders` is missing. "
                "Add `leaders:`. Word it for leaders."
            ),
        ),
        (
            'license: "CC0-1.0"',
            "",
            "small.v1.yaml: line 1: the field `license` is missing. Add `license:`.",
        ),
        (
            '- {en: "Yes", de: "Ja"}',
            "- true",
            (
                "small.v1.yaml: line 13, scales[0].labels[2]: `labels` has true here, which is a "
                'truth value. If it is text, put it in quotes: "true". Give 2 to 11 labels'
            ),
        ),
        (
            '- {en: "Yes", de: "Ja"}',
            "- 3",
            (
                "small.v1.yaml: line 13, scales[0].labels[2]: `labels` has the number 3 here. "
                'If it is text, put it in quotes: "3".'
            ),
        ),
        (
            'de: "Man sagt es uns."',
            "de: true",
            (
                "small.v1.yaml: line 22, pillars[0].items[0].leaders.de: `leaders` has true here, "
                'which is a truth value. If it is text, put it in quotes: "true". Word '
                "it for leaders."
            ),
        ),
        (
            (
                '    labels: [{en: "Less", de: "Weniger"}, {en: "Same", de: "Gleich"}, '
                '{en: "More", de: "Mehr"}]'
            ),
            '    labels: [{en: "Less", de: "Weniger"}]',
            (
                "small.v1.yaml: line 15, scales[1].labels: `labels` is a list of 1. "
                "Give 2 to 11 labels, lowest first, each in quotes after a dash."
            ),
        ),
        (
            (
                '    labels: [{en: "Less", de: "Weniger"}, {en: "Same", de: "Gleich"}, '
                '{en: "More", de: "Mehr"}]'
            ),
            f"    labels: {json.dumps([str(number) for number in range(12)])}",
            (
                "small.v1.yaml: line 15, scales[1].labels: `labels` is a list of 12. "
                "Give 2 to 11 labels"
            ),
        ),
        (
            "- id: voice_1",
            '- id: "Voice 1"',
            (
                "small.v1.yaml: line 21, pillars[0].items[0].id: `id` cannot be 'Voice 1'. "
                "Use lower-case letters, digits and _, a letter first, at most 60: culture_1."
            ),
        ),
        (
            "- id: voice_1",
            f"- id: {'v' * 61}",
            f"small.v1.yaml: line 21, pillars[0].items[0].id: `id` cannot be '{'v' * 61}'.",
        ),
        (
            "version: 1",
            "version: 0",
            (
                "small.v1.yaml: line 2, version: `version` has the number 0 here. "
                "Write a whole number from 1."
            ),
        ),
        (
            "version: 1",
            'version: "1"',
            "small.v1.yaml: line 2, version: `version` cannot be '1'. Write a whole number from 1.",
        ),
        (
            "        reversed: true",
            '        reversed: "true"',
            (
                "small.v1.yaml: line 28, pillars[0].items[1].reversed: `reversed` "
                "cannot be 'true'. "
                "Write true or false, without quotes, or leave it out."
            ),
        ),
        (
            "purpose: challenge",
            "purpose: vote",
            (
                "small.v1.yaml: line 46, open_questions[0].purpose: `purpose` cannot be 'vote'. "
                "Write challenge or comment."
            ),
        ),
        (
            "languages: [en, de]",
            "languages: en",
            (
                "small.v1.yaml: line 6, languages: `languages` cannot be 'en'. "
                "Write a list of language codes, for instance [en, de]."
            ),
        ),
        (
            "  - id: guess_aim",
            '  - "guess"\n  - id: guess_aim',
            (
                "small.v1.yaml: line 41, predictions[1]: `predictions` cannot be 'guess'. "
                "Each entry has fields: id, of, leaders."
            ),
        ),
        (
            "items:\n",
            "items: 3\n    more:\n",
            (
                "small.v1.yaml: line 20, pillars[0].items: `items` has the number 3 here. "
                "Write a list: one entry a line, each after a dash."
            ),
        ),
    ],
)
def test_a_misshapen_file_is_refused_with_line_path_and_advice(
    refusal_of: Callable[[str, str], str], old: str, new: str, message: str
) -> None:
    assert refusal_of(old, new).startswith(message)


def test_a_list_is_not_a_questionnaire(tmp_path: Path) -> None:
    path = tmp_path / "list.v1.yaml"
    path.write_text('- "id"\n- "version"\n', encoding="utf-8")

    with pytest.raises(QuestionnaireError) as caught:
        load_questionnaire(path)

    assert str(caught.value) == (
        "list.v1.yaml: line 1: the file is a list. "
        "Start it with `id:`, as in questionnaires/README.md."
    )
