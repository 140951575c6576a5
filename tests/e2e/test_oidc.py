"""Signing in at the organisation's own provider: a real one, on loopback, in a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from survey.access import change_role, invite, sign_out_everywhere
from survey.storage import Store, open_store
from tests.e2e.conftest import RunningApp
from tests.e2e.provider import CLIENT_ID, CLIENT_SECRET, Provider, provider

pytestmark = pytest.mark.browser
ANN = "ann@example.org"
BUTTON = "Sign in with your organisation's account"


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with provider() as made:
        monkeypatch.setenv("PLUMBLINE_OIDC_ISSUER", made.url)
        monkeypatch.setenv("PLUMBLINE_OIDC_CLIENT_ID", CLIENT_ID)
        monkeypatch.setenv("PLUMBLINE_OIDC_CLIENT_SECRET", CLIENT_SECRET)
        made.claims = {"email": ANN, "email_verified": True}
        yield made


@pytest.fixture
def store(elsewhere: Provider, app: RunningApp) -> Iterator[Store]:
    store = open_store(f"sqlite:///{app.database}")
    yield store
    store.close()


def go(page: Page, app: RunningApp) -> None:
    page.goto(app.url)
    page.get_by_role("button", name=BUTTON).click()


def leave(page: Page, app: RunningApp) -> None:
    """Sign out at the provider, and wait until the browser is back from there."""
    with page.expect_navigation(url=f"{app.url}/"):
        page.get_by_role("button", name="Sign out there").click()
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()


def test_an_invited_person_gets_in_without_a_password_and_out_again(
    store: Store, elsewhere: Provider, app: RunningApp, page: Page
) -> None:
    go(page, app)
    expect(page.get_by_text("your address has no account here")).to_be_visible()
    assert not [each for each in page.context.cookies() if each["name"] == "plumbline_session"]
    leave(page, app)
    assert elsewhere.ended == 1

    invite(store, ANN, "viewer", by="test", base_url=app.url)
    elsewhere.claims["email_verified"] = False
    go(page, app)
    expect(page.get_by_text("did not confirm your e-mail address")).to_be_visible()
    leave(page, app)

    elsewhere.claims["email_verified"] = True
    go(page, app)
    page.get_by_role("button", name="Go on").click()
    menu = page.get_by_test_id("stSidebarNav")
    expect(menu.get_by_text("Overview")).to_be_visible()
    expect(menu.get_by_text("Rounds")).to_have_count(0)

    change_role(store, ANN, "organiser", by="test")  # read anew on the next run
    page.goto(app.url)
    expect(page.get_by_role("heading", name="Rounds")).to_be_visible()
    sign_out_everywhere(store, ANN, by="test")
    page.goto(app.url)
    expect(page.get_by_text("Sign in to run a round")).to_be_visible()


def test_a_proof_of_long_ago_opens_nothing(
    store: Store, elsewhere: Provider, app: RunningApp, page: Page
) -> None:
    invite(store, ANN, "viewer", by="test", base_url=app.url)
    elsewhere.age = 601
    go(page, app)

    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    expect(page.get_by_role("button", name="Go on")).to_have_count(0)
