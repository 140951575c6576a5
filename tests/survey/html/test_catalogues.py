"""The catalogues of translations: complete, current, and true to what is filled in."""

import gettext
import re
import string
from collections import Counter
from html.parser import HTMLParser

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from survey.html.catalogues import ORIGINAL, catalogue_path, words
from survey.html.extraction import sentences
from survey.html.languages import INTERFACE

TRANSLATED = [code for code in INTERFACE if code != ORIGINAL]
COUNTS = {"%(count)s", "{count}"}
FORMS = {"de": 2, "fr": 2, "es": 2, "pt": 2, "ar": 6, "zh-Hans": 1}


def catalogue(language: str) -> Catalog:
    with catalogue_path(language).open("rb") as file:
        return read_po(file, abort_invalid=True)


def messages(language: str) -> list[Message]:
    return [each for each in catalogue(language) if each.id]


def forms(said: object) -> list[str]:
    return [said] if isinstance(said, str) else [str(each) for each in said]  # type: ignore[attr-defined]


def filled_in(text: str) -> set[str]:
    named = {f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(text) if name}
    return named | set(re.findall(r"%\(\w+\)s", text))


class Tags(HTMLParser):
    """Counts a sentence's tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[f"<{tag} {attrs}>"] += 1

    def handle_endtag(self, tag: str) -> None:
        self.found[f"</{tag}>"] += 1


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_every_sentence_of_the_pages_and_no_other(language: str) -> None:
    kept = {str(each.id) for each in messages(language)}
    written = {str(each.id) for each in sentences() if each.id}

    assert kept == written, "run `make translations`, then translate what is new"


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_untranslated_or_marked_fuzzy(language: str) -> None:
    bare = [
        each.id
        for each in messages(language)
        if each.fuzzy or not all(map(str.strip, forms(each.string)))
    ]

    assert bare == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_fill_in_what_the_original_fills_in(language: str) -> None:
    for each in messages(language):
        wanted = filled_in(forms(each.id)[-1])
        for said in forms(each.string):
            # "One person" needs no number in any language.
            free = COUNTS if each.pluralizable else set()
            assert filled_in(said) | free == wanted | free, said


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_original_s_tags_and_its_ends(language: str) -> None:
    for each in messages(language):
        for said in forms(each.string):
            assert Tags(said).found == Tags(forms(each.id)[-1]).found
            assert said == said.strip()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_form_is_there_and_each_is_reached(language: str) -> None:
    chosen = catalogue(language)
    rule = gettext.c2py(chosen.plural_expr)

    assert {rule(number) for number in range(1000)} == set(range(FORMS[language]))
    assert chosen.num_plurals == FORMS[language]
    assert all(
        len(forms(each.string)) == FORMS[language]
        for each in messages(language)
        if each.pluralizable
    )


def test_arabic_counts_people_in_six_ways() -> None:
    one = "A result appears only where at least one person answered."
    many = "A result appears only where at least %(count)s people answered."
    arabic = words("ar")
    said = {n: arabic.ngettext(one, many, n) % {"count": n} for n in (0, 1, 2, 3, 10, 11, 99, 100)}

    assert len({re.sub(r"\d+", "N", each) for each in said.values()}) == 6
    assert "3 أشخاص" in said[3]
    assert "10 أشخاص" in said[10]
    assert "11 شخصًا" in said[11]
    assert "99 شخصًا" in said[99]
    assert "100 شخص " in said[100]
    assert "شخصان" in said[2]


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogues_say_that_no_native_speaker_has_checked_them(language: str) -> None:
    head = catalogue_path(language).read_text(encoding="utf-8").partition("msgid")[0]

    assert "STILL NEEDS A NATIVE SPEAKER'S CHECK" in head


def test_a_region_s_catalogue_is_its_language_s_and_an_unknown_one_is_english() -> None:
    assert words("pt-PT") is words("pt")
    assert words("zh-CN") is words("zh-Hans")
    assert words("sv").gettext("Thank you") == "Thank you"


def test_every_sentence_in_the_templates_is_marked_for_translation() -> None:
    """No letters stand outside `{% trans %}`, but for the product's own name and numbers."""
    for path in sorted({each[0] for message in sentences() for each in message.locations}):
        if path.endswith(".html"):
            text = (catalogue_path("de").parents[5] / path).read_text(encoding="utf-8")
            shown = re.sub(r"{% trans.*?{% endtrans %}|{#.*?#}", "", text, flags=re.DOTALL)
            shown = re.sub(r"{[{%].*?[%}]}|<[^>]*>", " ", shown, flags=re.DOTALL)
            assert set(re.findall(r"[A-Za-z]{2,}", shown)) <= {"Plumbline"}, path


def test_no_sentence_is_said_in_another_catalogue_s_language() -> None:
    said = {
        (each.id if isinstance(each.id, str) else each.id[0], language): forms(each.string)[0]
        for language in TRANSLATED
        for each in messages(language)
    }
    sentences_said = Counter(
        (original, words_) for (original, _), words_ in said.items() if len(words_.split()) > 9
    )

    assert [each for each, count in sentences_said.items() if count > 1] == []
