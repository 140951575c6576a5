"""An organiser invites by mail, changes the words, pauses a round and makes the next one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from survey.storage import open_store
from tests.e2e.conftest import RunningApp, signed_in
from tests.survey.examples import opened, response
from tests.survey.mail.mailbox import Mailbox, plain, serving

pytestmark = pytest.mark.browser
PATIENCE = 60_000


@pytest.fixture(autouse=True)
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with serving(Mailbox()) as mailbox:
        monkeypatch.setenv("PLUMBLINE_SMTP", f"smtp://127.0.0.1:{mailbox.port}")
        monkeypatch.setenv("PLUMBLINE_MAIL_FROM", "survey@example.org")
        yield mailbox


def test_an_organiser_invites_by_mail_in_words_of_their_own(
    mailbox: Mailbox, app: RunningApp, page: Page
) -> None:
    store = open_store(f"sqlite:///{app.database}")
    running = opened(store)
    signed_in(page, app)
    page.goto(f"{app.url}/mail?round={running.round_id}")

    page.get_by_role("textbox", name="Subject").fill("Hello {name}")
    page.get_by_role("button", name="Keep these words").click()
    expect(page.get_by_text("These can be used")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("textbox", name="Subject").fill("Your view, {person}")
    page.get_by_role("button", name="Keep these words").click()
    expect(page.get_by_text("Subject: Your view, Ana Ruiz")).to_be_visible(timeout=PATIENCE)

    page.get_by_role("button", name="as a test").click()
    expect(page.get_by_text("Sent. Its link leads to the preview.")).to_be_visible(timeout=PATIENCE)
    assert [to for to, _ in mailbox.arrived] == ["hr@example.org"]
    page.get_by_role("button", name="Send the invitations now").click()
    expect(page.get_by_text("25 of 25 people done")).to_be_visible(timeout=PATIENCE)
    assert len(mailbox.arrived) == 26
    last = mailbox.arrived[-1][1]
    assert str(last["Subject"]).startswith("Your view, Person ")
    link = next(word for word in plain(last).split() if "/s/" in word)
    page.goto(link)
    expect(page.get_by_role("heading", name="Spring").first).to_be_visible(timeout=PATIENCE)


def test_an_organiser_pauses_a_round_and_makes_the_next(app: RunningApp, page: Page) -> None:
    store = open_store(f"sqlite:///{app.database}")
    running = opened(store)
    signed_in(page, app)
    page.goto(f"{app.url}/manage?round={running.round_id}")

    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_text("This round is paused.")).to_be_visible(timeout=PATIENCE)
    assert store.rounds.get(running.round_id).state == "paused"
    page.get_by_role("button", name="Let it go on").click()
    expect(page.get_by_text("This round is open.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Cancel the round")).to_be_disabled(timeout=PATIENCE)
    page.goto(f"{app.url}/progress?round={running.round_id}")
    expect(page.get_by_text("If everybody answers")).to_be_visible(timeout=PATIENCE)
    page.goto(f"{app.url}/manage?round={running.round_id}")
    page.get_by_role("textbox", name="Name").fill("Autumn pulse")
    page.get_by_role("button", name="Make it as a draft").click()
    expect(page.get_by_text("5 leaders and 20 staff are on the list")).to_be_visible(
        timeout=PATIENCE
    )
    assert {each.name for each in store.rounds.all()} == {"Spring", "Autumn pulse"}


def test_response_rates_are_refreshed_without_a_click(app: RunningApp, page: Page) -> None:
    store = open_store(f"sqlite:///{app.database}")
    running = opened(store)
    signed_in(page, app)
    page.goto(f"{app.url}/fieldwork?round={running.round_id}")
    expect(page.get_by_text("Staff: 0 of 20 answered")).to_be_visible(timeout=PATIENCE)
    for number, invitation in enumerate(running.invitations[5:15]):
        store.responses.submit(invitation, response(number))

    expect(page.get_by_text("Staff: 10 of 20 answered")).to_be_visible(timeout=PATIENCE)
