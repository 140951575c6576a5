"""Read a page as a person does: its words, its form as it stands, its links and buttons."""

from collections import defaultdict
from html.parser import HTMLParser

_SILENT = {"script", "style", "title", "head"}
_VOID = {"meta", "link", "input", "img", "br", "hr"}


class Page(HTMLParser):
    """What a page shows and what its form would send."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.lang = self.dir = self.title = ""
        self.radios: defaultdict[str, list[str]] = defaultdict(list)
        self.checked: dict[str, str] = {}
        self.hidden: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.buttons: list[dict[str, str]] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self._textarea: str | None = None
        # Isolating a name's direction puts no space around it.
        self.feed(html.replace("<bdi>", "").replace("</bdi>", ""))
        self.words = " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag not in _VOID:
            self._open.append(tag)
        if "id" in given:
            self.ids.add(given["id"])
        if tag == "html":
            self.lang, self.dir = given.get("lang", ""), given.get("dir", "")
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "button":
            self.buttons.append({**given, "words": ""})
        elif tag == "textarea":
            self._textarea = given["name"]
            self.texts[given["name"]] = ""
        elif tag == "input":
            self._input(given)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "textarea" and self._textarea is not None:
            # A browser drops the line break right after the opening tag.
            self.texts[self._textarea] = self.texts[self._textarea].removeprefix("\n")
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self.texts[self._textarea] += data
        elif "title" in self._open:
            self.title += data
        elif not _SILENT & set(self._open):
            self._words.append(data)
            if "button" in self._open:
                self.buttons[-1]["words"] += data

    def filled(self) -> dict[str, str]:
        """Return what the form would send as it stands."""
        return {**self.hidden, **self.checked, **self.texts}

    def button(self, words: str) -> dict[str, str]:
        """Return the last button with these words."""
        return [each for each in self.buttons if each["words"].strip() == words][-1]

    def _input(self, given: dict[str, str]) -> None:
        if given["type"] == "radio":
            self.radios[given["name"]].append(given["value"])
            if "checked" in given:
                self.checked[given["name"]] = given["value"]
        elif given["type"] == "hidden":
            self.hidden[given["name"]] = given["value"]
