"""YAML that says something else than was meant is refused, with the line and advice."""

import json
import string
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import QuestionnaireError
from survey.questionnaire.strict_yaml import read_strictly


def refusal(document: str | bytes) -> str:
    given = document.encode() if isinstance(document, str) else document
    with pytest.raises(QuestionnaireError) as caught:
        read_strictly(given, "q.yaml")
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '- {en: "Maybe", de: "Vielleicht"}',
            "- Yes",
            (
                "small.v1.yaml: line 12: `Yes` without quotes means true. "
                'Write "Yes" for the word, or true for the truth value.'
            ),
        ),
        (
            '{en: "No", de: "Nein"}',
            "{en: No, de: Nein}",
            (
                "small.v1.yaml: line 11: `No` without quotes means false. "
                'Write "No" for the word, or false for the truth value.'
            ),
        ),
        (
            "reversed: true",
            "reversed: yes",
            (
                "small.v1.yaml: line 28: `yes` without quotes means true. "
                'Write "yes" for the word, or true for the truth value.'
            ),
        ),
        (
            '{en: "Small", de: "Klein"}',
            '{en: "Small", no: "Liten"}',
            (
                "small.v1.yaml: line 3: `no` without quotes means false. "
                'Write "no" for the word, or false for the truth value.'
            ),
        ),
        (
            '"CC0-1.0"',
            "2026-05-01",
            (
                "small.v1.yaml: line 5: `2026-05-01` without quotes means a date. "
                'Write "2026-05-01" for a text; numbers here are whole and written like 12.'
            ),
        ),
        (
            "version: 1",
            "version: 1.0",
            (
                "small.v1.yaml: line 2: `1.0` without quotes means a number. "
                'Write "1.0" for a text; numbers here are whole and written like 12.'
            ),
        ),
        (
            "version: 1",
            "version: 0o1",
            'small.v1.yaml: line 2: the text `0o1` stands without quotes. Put it in quotes: "0o1".',
        ),
        (
            '"CC0-1.0"',
            "12:30",
            (
                "small.v1.yaml: line 5: `12:30` without quotes means a number. "
                'Write "12:30" for a text; numbers here are whole and written like 12.'
            ),
        ),
        (
            '"CC0-1.0"',
            "Null",
            (
                "small.v1.yaml: line 5: `Null` without quotes means nothing. "
                'Write "Null" for a text; numbers here are whole and written like 12.'
            ),
        ),
        (
            '"CC0-1.0"',
            "",
            (
                "small.v1.yaml: line 5: there is nothing after the colon or dash. "
                "Write the value, or remove the line."
            ),
        ),
        (
            '"Written for these tests"',
            "We are number #1",
            (
                "small.v1.yaml: line 4: the text `We are number` stands without quotes. "
                'Put it in quotes: "We are number".'
            ),
        ),
        (
            "version: 1",
            "version: 1\nid: other",
            "small.v1.yaml: line 3: `id` is given twice, first on line 1. Keep one of the two.",
        ),
        (
            "        reversed: true",
            "        reversed: true\n        reversed: false",
            (
                "small.v1.yaml: line 29: `reversed` is given twice, first on line 28. "
                "Keep one of the two."
            ),
        ),
        (
            'title: {en: "Small", de: "Klein"}',
            'title: &name {en: "Small", de: "Klein"}',
            "small.v1.yaml: line 3: `&name` is a YAML alias. Write the text out again here.",
        ),
        (
            '"CC0-1.0"',
            "*name",
            "small.v1.yaml: line 5: `*name` is a YAML alias. Write the text out again here.",
        ),
        (
            '"CC0-1.0"',
            "!!python/object/apply:os.system ['true']",
            (
                "small.v1.yaml: line 5: "
                "`tag:yaml.org,2002:python/object/apply:os.system` is a YAML "
                "tag. Remove it."
            ),
        ),
        (
            "id: small",
            "<<: {}\nid: small",
            'small.v1.yaml: line 1: the text `<<` stands without quotes. Put it in quotes: "<<".',
        ),
        (
            "version: 1",
            "? [a, b]\n: 1",
            (
                "small.v1.yaml: line 2: what stands before the colon is not a name. "
                'Put it in quotes if it is one, for instance a language: "no".'
            ),
        ),
        (
            '"CC0-1.0"',
            '"CC0\\u0007"',
            (
                "small.v1.yaml: line 5: there is an invisible character in this text. "
                "Delete it and type the text again."
            ),
        ),
        (
            '"CC0-1.0"',
            r'"CC0\ud800"',
            (
                "small.v1.yaml: line 5: there is an invisible character in this text. "
                "Delete it and type the text again."
            ),
        ),
        (
            '"CC0-1.0"',
            '"CC0\u0007"',
            (
                "small.v1.yaml: line 5: there is an invisible character. "
                "Delete it and type the text again."
            ),
        ),
        (
            "version: 1",
            "\tversion: 1",
            (
                "small.v1.yaml: line 2: while scanning for the next token found "
                "character '\\t' that cannot start any token. "
                "Check quotes, colons and indentation on this line and the one above."
            ),
        ),
        (
            '"CC0-1.0"',
            '"CC0-1.0',
            "small.v1.yaml: line 7: while parsing a block mapping expected <block end>, but found",
        ),
        (
            "open_questions:",
            "---\nopen_questions:",
            (
                "small.v1.yaml: line 44: expected a single document in the stream but "
                "found another document"
            ),
        ),
    ],
)
def test_a_misleading_file_is_refused_with_line_and_advice(
    refusal_of: Callable[[str, str], str], old: str, new: str, message: str
) -> None:
    assert refusal_of(old, new).startswith(message)


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor() -> None:
    bomb = 'a: &a ["x"]\n' + "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(9)
    )

    assert refusal(bomb).startswith("q.yaml: line 1: `&a` is a YAML alias.")


def test_a_deep_nest_is_refused_before_it_hurts() -> None:
    assert "nested more than 12 deep" in refusal("[" * 100_000)


def test_a_huge_file_is_refused_unread() -> None:
    assert "the file has 1000001 bytes. Keep it under 1000000." in refusal(b"#" * 1_000_001)


def test_another_encoding_is_refused_with_its_line() -> None:
    message = refusal('id: small\ntitle: "Größe"'.encode("latin-1"))

    assert message == (
        "q.yaml: line 2: the text is not UTF-8. Save the file with the encoding UTF-8."
    )


def test_an_empty_file_is_refused() -> None:
    assert "line 1: the file is empty" in refusal("# nothing yet\n")


def test_a_mark_of_windows_editors_at_the_start_is_read_over() -> None:
    assert read_strictly(b"\xef\xbb\xbfid: small", "q.yaml").data == {"id": "small"}


def test_values_and_their_lines_are_kept() -> None:
    marked = read_strictly(
        b"id: small\nnumber: 3\nlist:\n  - true\n  - |\n    Two\n    lines\n", "q"
    )

    assert marked.data == {"id": "small", "number": 3, "list": [True, "Two\nlines"]}
    assert marked.place(("list", 1)) == "line 5, list[1]"
    assert marked.place(("list", 1, "staff")) == "line 5, list[1].staff"


def reads_or_refuses(document: bytes) -> object:
    try:
        return read_strictly(document, "q.yaml").data
    except QuestionnaireError as refused:
        return refused


@given(st.text(alphabet=string.printable, max_size=80))
def test_any_text_is_read_or_refused_never_a_crash(text: str) -> None:
    result = reads_or_refuses(text.encode())

    assert not isinstance(result, QuestionnaireError) or result.place.startswith("line ")


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_never_a_crash(document: bytes) -> None:
    result = reads_or_refuses(document)

    assert not isinstance(result, QuestionnaireError) or result.advice


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_quoted_text_comes_back_as_it_was(text: str) -> None:
    result = reads_or_refuses(f"a: {json.dumps(text, ensure_ascii=False)}".encode())

    assert result == {"a": text} or "invisible" in str(result)
