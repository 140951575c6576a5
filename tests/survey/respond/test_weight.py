"""What the first page weighs, byte by byte as it comes over the wire, and what is compressed."""

import gzip
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey.fieldwork import create_round, launch, personal_links
from survey.html.languages import INTERFACE
from survey.questionnaire import find_questionnaire
from tests.e2e.site import Site, empty_store, served, site
from tests.survey.departments import MANY, members
from tests.survey.examples import ITEMS, ORGANISER
from tests.survey.respond.conftest import Survey
from tests.survey.served import Device

LIMIT = 30_000
ASSETS = re.compile(rb'(?:src|href)="(/assets/[^"]+)"')


@pytest.fixture(scope="module")
def plumbline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("site")) as made:
        yield made


def exchanged(address: str, *, language: str, packing: str) -> tuple[int, bytes]:
    """Fetch an address; return how many bytes went both ways, and the answer's body."""
    host, _, path = address.removeprefix("http://").partition("/")
    asked = (
        f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nAccept-Language: {language}\r\n"
        f"Accept-Encoding: {packing}\r\nConnection: close\r\n\r\n"
    ).encode()
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port))) as connection:
        connection.sendall(asked)
        came = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = came.partition(b"\r\n\r\n")
    packed = b"content-encoding: gzip" in head.lower()
    return len(asked) + len(came), gzip.decompress(body) if packed else body


def weight(link: str, url: str, *, language: str, packing: str) -> int:
    """Return the bytes of a first visit: the page and each file it names."""
    total, page = exchanged(link, language=language, packing=packing)
    files = {each.decode() for each in ASSETS.findall(page)}
    assert len(files) == 3
    sizes = [exchanged(url + each, language=language, packing=packing)[0] for each in files]
    return total + sum(sizes)


@pytest.mark.parametrize("language", INTERFACE)
def test_a_leader_s_first_page_is_at_most_30_kb_over_the_wire(
    plumbline: Site, language: str
) -> None:
    weighed = weight(
        plumbline.leader, plumbline.url, language=language, packing="gzip, deflate, br"
    )

    assert 5_000 < weighed <= LIMIT


def test_the_first_page_stays_as_light_with_twelve_departments_to_rate(tmp_path: Path) -> None:
    store = empty_store(tmp_path, "rating")
    together = find_questionnaire("working_together")
    with served(store) as url:
        made = create_round(store, questionnaire=together, name="Spring", organisation="Kite Works")
        store.people.replace(made.id, members(MANY[:12], each=5))
        launch(store, made.id, ORGANISER)
        link = personal_links(store, made.id, url)[0].link
        page, html = exchanged(link, language="ar", packing="gzip")
        weighed = weight(link, url, language="ar", packing="gzip")

    assert html.count(b'type="radio" name="between_departments__') == 12 * 5
    assert page < 10_000
    assert weighed < 20_000 < LIMIT


def test_a_browser_that_cannot_unpack_still_gets_every_byte(plumbline: Site) -> None:
    weighed = weight(plumbline.leader, plumbline.url, language="en", packing="identity, gzip;q=0")

    assert LIMIT < weighed < 60_000


def test_only_a_form_without_answers_is_compressed(survey: Survey, phone: Device) -> None:
    def packing(method: str, path: str, form: dict[str, str] | None = None) -> str | None:
        answer = phone.client.request(method, path, data=form)
        return answer.headers.get("content-encoding")

    assert packing("GET", survey.staff) == "gzip"
    assert packing("POST", survey.staff, {ITEMS[0]: "9"}) is None
    assert packing("POST", survey.staff, {ITEMS[0]: "3", "chosen-language": "de"}) is None
    assert packing("POST", f"{survey.staff}/draft", {ITEMS[0]: "3"}) is None
    assert packing("GET", f"{survey.staff}/saved") is None
    assert packing("GET", survey.staff) is None  # it shows the draft now
    assert packing("GET", "/login?language=de") is None


def test_what_a_stranger_can_choose_never_comes_back_in_a_compressed_page(
    survey: Survey, phone: Device
) -> None:
    """The oracle of BREACH: text of one's own, repeated beside a secret."""
    chosen = "attackers-own-words"
    headers = {"cookie": f"plumbline_language={chosen}; x={chosen}", "referer": chosen}
    answer = phone.client.get(f"{survey.staff}?language={chosen}&q={chosen}", headers=headers)

    assert answer.headers["content-encoding"] == "gzip"
    assert chosen not in answer.text


def test_a_compressed_blank_form_is_nobody_s(survey: Survey, phone: Device) -> None:
    answers = [phone.client.get(survey.staff) for _ in range(4)]
    pages = {re.sub(r'name="response-id" value="\w+"', "", each.text) for each in answers}

    assert {each.headers["vary"] for each in answers} == {"Accept-Encoding"}
    assert len(pages) == 1


def test_the_style_sheet_s_own_file_stays_small() -> None:
    static = Path("survey/html/static")

    assert len(gzip.compress((static / "plumbline.css").read_bytes())) < 4_500
    assert len(gzip.compress((static / "answer.js").read_bytes())) < 2_500
