"""Whoever watches the pages, the logs, the counters or the mail learns nobody's answer."""

import logging
from collections.abc import Callable
from itertools import pairwise

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from survey.errors import RequestError, StorageError, SurveyError
from survey.html.guard import guarded
from survey.html.metrics import Counted, Metrics
from survey.questionnaire import Group
from survey.rounds import ResponseRate
from survey.storage import Store
from survey.storage.driver import Driver
from survey.storage.rates import response_rates
from tests.redteam import intruders
from tests.redteam.whole_round import Truth, choices_of, ended, people_of, played, words_of
from tests.survey.examples import ITEMS, OPEN_QUESTION
from tests.survey.reading import Page
from tests.survey.served import BASE_URL, Device, app_over, everything_in

SIZES: dict[tuple[Group, str], int] = {
    ("leaders", "Sales"): 5,
    ("staff", "Sales"): 9,
    ("staff", "Service"): 8,
    ("staff", "Legal"): 5,
}
ARRIVING = [3, 20, 0, 15, 8, 11, 24]
ELSEWHERE = "https://elsewhere.example/picture.png"


def path_of(truth: Truth, number: int) -> str:
    return truth.links[number].link.removeprefix(BASE_URL)


def answers_of(page: Page, number: int, **more: str) -> dict[str, str]:
    given = dict(zip(ITEMS, map(str, choices_of(number)), strict=False))
    return {**page.filled(), **given, **more}


FAILURES = (ValueError, SurveyError, StorageError, RequestError)


def failing_app(link: str, failure: type[Exception]) -> TestClient:
    """Our guard around a page that fails and says its own address."""

    async def page(request: Request) -> Response:
        try:
            _no_form_for(request.url.path)
        except ValueError as error:
            raise failure(str(error)) from error
        return PlainTextResponse("no such thing")

    client = TestClient(Starlette(routes=[Route("/s/{token}", guarded(page))]), base_url=BASE_URL)
    client.get(link)
    return client


def careless_app(link: str) -> TestClient:
    """An app as it is quickly written: it logs addresses, and errors with what they say."""
    log = logging.getLogger("careless")

    def page(request: Request) -> Response:
        log.info('"%s %s" 200', request.method, request.url.path)
        try:
            _no_form_for(request.url.path)
        except ValueError:
            log.exception("a page failed")
        return PlainTextResponse(f"Something went wrong at {request.url.path}", 500)

    client = TestClient(Starlette(routes=[Route("/s/{token}", page)]), base_url=BASE_URL)
    client.get(link)
    return client


def _no_form_for(path: str) -> None:
    raise ValueError(f"no form for {path}")


def said(caplog: pytest.LogCaptureFixture) -> str:
    """Everything logged but by the client, which in these tests runs in the same process."""
    ours = [each for each in caplog.records if not each.name.startswith(("httpx", "httpcore"))]
    formatter = logging.Formatter("%(name)s %(message)s")
    return "\n".join(formatter.format(each) for each in ours)


def test_logs_of_a_whole_round_and_of_errors(
    store: Store, driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        truth = played(store, people_of(SIZES), ARRIVING)
        device, path = Device(store), path_of(truth, 1)
        form = answers_of(device.open(path), 1, **{OPEN_QUESTION: words_of("Colleague 001")})
        device.client.post(path, content=b"a=" + b"x" * 300_000)
        device.send(path, {**form, ITEMS[0]: "no number of ours"})
        with driver.writing() as session:
            session.execute("UPDATE round SET questionnaire = '{}', fingerprint = 'another'", {})
        assert device.client.get(path).status_code == 500
        assert device.send(path, form).status_code == 500
        for failure in FAILURES:
            failing_app(path, failure)
        ours = said(caplog)
        caplog.clear()
        careless_app(path)
        careless = said(caplog)

    token = truth.tokens[1]
    secrets = (
        *truth.tokens,
        *truth.numbers,
        *truth.secrets,
        *truth.words,
        form["response-id"],
        words_of("Colleague 001"),
        "@kite-works",
        "Colleague 0",
        "no number of ours",
    )
    assert intruders.found_in(careless, secrets) == [token]
    assert "A page failed with ValidationError" in ours
    assert "A page failed with StorageError" in ours
    assert intruders.found_in(ours, secrets) == []


def test_error_pages_repeat_no_token(store: Store, driver: Driver) -> None:
    truth = played(store, people_of(SIZES), [])
    device, path = Device(store), path_of(truth, 1)
    token = truth.tokens[1]

    answers = [
        device.client.get(f"{path}/elsewhere"),
        device.client.get(f"{path}x"),
        device.client.delete(path),
        device.client.post(path, content=b"a=" + b"x" * 300_000),
        device.client.post(path, content=b"a=%ff"),
    ]
    for broken in (
        "UPDATE round SET questionnaire = :broken",
        "UPDATE invitation SET attributes = :broken",
    ):
        with driver.writing() as session:
            session.execute(broken, {"broken": "{"})
        answers.append(device.client.get(path))
    assert [each.status_code for each in answers] == [404, 404, 405, 413, 400, 500, 500]
    answers += [failing_app(path, failure).get(path) for failure in FAILURES]

    assert token in careless_app(path).get(path).text
    assert not [each.status_code for each in answers if token in each.text]


def test_referers(store: Store) -> None:
    truth = played(store, people_of(SIZES), ARRIVING)
    device = Device(store)

    pages = {
        number: (path_of(truth, number), device.client.get(path_of(truth, number)))
        for number in (1, 3)  # a form, and a link that was used
    }
    path = path_of(truth, 1)
    refused = [
        device.client.get(f"{path}/elsewhere"),
        device.client.get(f"{path}x"),
        device.client.delete(path),
        device.client.post(path, content=b"a=" + b"x" * 300_000),
        device.client.post(path, content=b"a=%ff"),
        device.client.post(path, data={}),
    ]
    policies = {each.status_code: each.headers["referrer-policy"] for each in refused}
    assert policies == dict.fromkeys((404, 405, 413, 400, 422), "no-referrer")
    for path, answer in pages.values():
        here = f"{BASE_URL}{path}"
        policy = answer.headers["referrer-policy"]
        own = f"{BASE_URL}/assets/plumbline.css"
        # With a browser's usual policy our own server's log would get the token.
        assert intruders.referer(None, here, own) == here
        assert intruders.referer("unsafe-url", here, ELSEWHERE) == here
        assert intruders.referer(policy, here, own) is None
        assert intruders.referer(policy, here, ELSEWHERE) is None
        page = Page(answer.text)
        loaded = [
            given[name] for _, given in page.tags for name in ("src", "href") if given.get(name)
        ]
        assert loaded
        assert all(each.startswith(("/", "#")) and each[:2] != "//" for each in loaded)


def counted(store: Store, deeds: Callable[[Device], None]) -> str:
    device = Device(store)
    device.client = TestClient(
        device.client.app, base_url=BASE_URL, client=("127.0.0.1", 5), follow_redirects=False
    )
    deeds(device)
    return device.client.get("/metrics").text


def test_counters_before_and_after_an_answer_tell_neither_group_nor_person(store: Store) -> None:
    truth = played(store, people_of(SIZES), [])

    def answering(number: int) -> Callable[[Device], None]:
        def deeds(device: Device) -> None:
            path = path_of(truth, number)
            words = {} if number % 2 else {OPEN_QUESTION: "Long words. " * 300}
            assert device.send(path, answers_of(device.open(path), number, **words)).is_redirect
            # Links as they arrive torn, and a scanner's methods.
            device.client.get(path.removeprefix("/s"))
            device.client.request(truth.tokens[number][:9], path)

        return deeds

    leader, lawyer, seller = (counted(store, answering(number)) for number in (0, 24, 7))
    assert intruders.counters(leader) == intruders.counters(lawyer) == intruders.counters(seller)
    assert intruders.found_in(leader + lawyer + seller, (*truth.tokens, truth.round_id)) == []

    careless = Metrics()
    wrapped = Counted(app_over(store), metrics=careless, rooms=frozenset(truth.tokens))
    inner = Starlette(routes=[], middleware=[Middleware(_Shifted, onto=wrapped)])
    TestClient(inner, base_url=BASE_URL).get(path_of(truth, 24))
    assert intruders.found_in(careless.as_text(), truth.tokens) == [truth.tokens[24]]


class _Shifted:
    """Counts by the last part of an address, as a label "path" would."""

    def __init__(self, app: object, *, onto: Counted) -> None:  # noqa: ARG002 - it is passed
        self._onto = onto

    async def __call__(self, scope: dict[str, object], receive: object, send: object) -> None:
        if scope["type"] == "http":
            scope = {**scope, "path": "/" + str(scope["path"]).rpartition("/")[2]}
        await self._onto(scope, receive, send)  # type: ignore[arg-type]


def prefetch(client: TestClient, path: str) -> None:
    """Ask for a link, and for every address on its page, by every method that may do no harm."""
    page = Page(client.get(path).text)
    client.head(path)
    client.options(path)
    asked = [
        each[name]
        for _, each in page.tags
        for name in ("href", "action", "formaction")
        if (each.get(name) or "").startswith("/")
    ]
    for link in {path, *asked}:
        client.get(link, headers={"purpose": "prefetch", "sec-purpose": "prefetch"})
    client.post(path, data=page.filled())  # some even press the button


def test_a_scanner_that_opens_every_link_of_a_mail_uses_none_up(
    store: Store, driver: Driver
) -> None:
    truth = played(store, people_of(SIZES), [])
    own, words = Device(store), words_of("Colleague 007")
    path = path_of(truth, 7)
    own.send(f"{path}/draft", answers_of(own.open(path), 7, **{OPEN_QUESTION: words}))
    before = everything_in(driver)

    opened = set[str]()

    def one_time(request: Request) -> Response:
        token = request.path_params["token"]
        first = token not in opened
        opened.add(token)
        return PlainTextResponse("the form" if first else "used", 200 if first else 410)

    careless = TestClient(
        Starlette(routes=[Route("/s/{token}", one_time, methods=["GET", "POST"])]),
        base_url=BASE_URL,
    )
    prefetch(careless, path_of(truth, 7))
    assert careless.get(path_of(truth, 7)).status_code == 410

    prefetch(Device(store).client, path)
    assert everything_in(driver) == before
    own.client.get(f"{path}/draft/delete")  # the browser itself may look ahead, with its cookie
    assert everything_in(driver) == before
    assert words in own.client.get(path).text
    device = Device(store)
    assert device.send(path, answers_of(device.open(path), 7)).headers["location"] == "/thanks"


def test_an_organiser_who_holds_the_links_sees_no_draft_and_no_answer(store: Store) -> None:
    truth = played(store, people_of(SIZES), ARRIVING)
    colleague, organiser = Device(store), Device(store)
    path, words = path_of(truth, 7), words_of("Colleague 007")
    form = answers_of(colleague.open(path), 7, **{OPEN_QUESTION: words})
    colleague.send(f"{path}/draft", form)

    assert words in colleague.client.get(path).text  # the draft is there, for its own device
    seen = [
        organiser.client.get(path_of(truth, number) + more).text
        for number in (7, *ARRIVING)
        for more in ("", "/saved", "/deleted")
    ]
    assert intruders.found_in("".join(seen), [words, *truth.words, *truth.numbers]) == []
    assert organiser.open(path).checked == {}


def test_an_organiser_who_holds_a_link_can_see_that_it_was_used_and_can_use_it(
    store: Store,
) -> None:
    """What remains, and is said so in docs/confidentiality.md: both succeed while it is open."""
    truth = played(store, people_of(SIZES), ARRIVING)
    organiser = Device(store)

    opened = {number: organiser.client.get(path_of(truth, number)).status_code for number in (3, 4)}
    assert opened == {3: 410, 4: 200}
    path = path_of(truth, 4)
    assert organiser.send(path, answers_of(organiser.open(path), 4)).is_redirect
    # The person notices, and is told what to do.
    assert "If that was not you" in Device(store).open(path).words

    ended(store, truth)
    closed = [organiser.open(path_of(truth, number)) for number in (3, 5)]
    assert closed[0].words == closed[1].words  # who answered is no longer told


def test_watching_every_change_of_the_rates_tells_that_somebody_answered_and_not_who(
    store: Store,
) -> None:
    people = people_of(SIZES)
    truth = played(store, people, [])
    looks = [store.invitations.rates(truth.round_id)]
    device = Device(store)
    for number in ARRIVING:
        path = path_of(truth, number)
        device.send(path, answers_of(device.open(path), number))
        looks.append(store.invitations.rates(truth.round_id))

    invited = {(each.group, each.segment): each.invited for each in looks[0]}
    for number, (before, after) in zip(ARRIVING, pairwise(looks), strict=True):
        told = intruders.changed(before, after)
        assert told == [
            each
            for each in (
                ((people[number].group, None), 1),
                (
                    (people[number].group, ("department", people[number].attributes["department"])),
                    1,
                ),
            )
            if each[0] in invited
        ]
        # What is learned is true of one among at least five, and says nothing of the answer.
        assert min(invited[each] for each, _ in told) >= 5
    before, after = looks[0], looks[1]
    careless = [
        ResponseRate(group="staff", segment=("department", "Board"), invited=1, answered=answered)
        for answered in (0, 1)
    ]
    assert intruders.changed(careless[:1], careless[1:]) == [
        (("staff", ("department", "Board")), 1)
    ]


def test_rates_of_cuts_that_overlap() -> None:
    counted_: list[tuple[Group, dict[str, str], int, int]] = [
        ("staff", {"department": "A", "site": "X"}, 20, 11),
        ("staff", {"department": "B", "site": "X"}, 3, 1),
        ("staff", {"department": "B", "site": "Y"}, 25, 13),
    ]
    careless = [
        ResponseRate(group="staff", segment=segment, invited=invited, answered=answered)
        for segment, invited, answered in (
            (("site", "X"), 23, 12),
            (("department", "A"), 20, 11),
        )
    ]

    # Site X less department A: three people, of whom one has answered.
    assert (3, 1) in intruders.overlapping_rates(careless).values()
    ours = response_rates(counted_)
    assert any(each.segment and each.answered is not None for each in ours)
    assert intruders.overlapping_rates(ours) == {}
