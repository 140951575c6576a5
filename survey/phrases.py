"""Sentences that are made below the pages, and said by them in the reader's language."""

from gettext import NullTranslations


class Phrase(str):
    """An English sentence that still knows how it was made: a `str` like any other."""

    __slots__ = ("_count", "_many", "_one", "_values")
    _one: str
    _many: str | None
    _count: int
    _values: dict[str, object]

    def __new__(  # noqa: PYI034 - a subclass would have to be made the same way
        cls, one: str, many: str | None = None, count: int = 1, /, **values: object
    ) -> "Phrase":
        """Fill ``{names}`` in a template; of two templates, ``count`` picks one."""
        made = super().__new__(cls, (one if many is None or count == 1 else many).format(**values))
        made._one, made._many, made._count, made._values = one, many, count, values
        return made

    def said(self, words: NullTranslations) -> str:
        """Return the sentence in the language of ``words``, English where it has none."""
        if self._many is None:
            return words.gettext(self._one).format(**self._values)
        return words.ngettext(self._one, self._many, self._count).format(**self._values)


def phrase(template: str, /, **values: object) -> Phrase:
    """Return a sentence; the catalogues of translations find its template here.

    Examples
    --------
    >>> phrase("No account has {address}.", address="a@example.org")
    'No account has a@example.org.'
    """
    return Phrase(template, **values)


def counted_phrase(one: str, many: str, count: int, /, **values: object) -> Phrase:
    """Return the sentence that fits ``count``: other languages have up to six of them.

    Examples
    --------
    >>> counted_phrase("Wait one minute.", "Wait {count} minutes.", 5)
    'Wait 5 minutes.'
    """
    return Phrase(one, many, count, count=count, **values)


def said(sentence: str, words: NullTranslations) -> str:
    """Return ``sentence`` in the language of ``words``, whether it is a `Phrase` or plain."""
    return sentence.said(words) if isinstance(sentence, Phrase) else words.gettext(sentence)
