"""The organiser's preview: the real form, for organisers only, and nothing can be sent."""

import pytest

from survey.accounts import create_account, sign_in
from survey.questionnaire import questions
from survey.storage import Role, Store
from tests.survey.examples import QUESTIONNAIRE, draft
from tests.survey.reading import Page
from tests.survey.served import Device

PASSWORD = "correct horse battery"


def signed_in(store: Store, role: Role) -> Device:
    create_account(store, f"{role}@example.org", PASSWORD, role=role)
    device = Device(store)
    device.client.cookies.set("plumbline_session", sign_in(store, f"{role}@example.org", PASSWORD))
    return device


@pytest.mark.parametrize("group", ["leaders", "staff"])
def test_an_organiser_sees_the_form_of_a_draft_round(store: Store, group: str) -> None:
    round_ = draft(store)

    page = signed_in(store, "organiser").open(f"/preview/{round_.id}/{group}")

    asked = questions(QUESTIONNAIRE, "leaders" if group == "leaders" else "staff")
    assert all(each.text in page.words for each in asked)
    assert "This is a preview." in page.words
    assert f"{group.capitalize()} see this page." in page.words


def test_nothing_can_be_sent_from_a_preview(store: Store) -> None:
    round_ = draft(store)

    page = signed_in(store, "organiser").open(f"/preview/{round_.id}/staff")

    assert all("disabled" in button for button in page.buttons)
    assert not [given for tag, given in page.tags if tag == "form" and "action" in given]
    assert not [given for tag, given in page.tags if tag == "script"]


def test_others_see_no_preview(store: Store) -> None:
    round_ = draft(store)
    path = f"/preview/{round_.id}/staff"

    nobody = Device(store).client.get(path)
    viewer = signed_in(store, "viewer").client.get(path)

    assert (nobody.status_code, nobody.headers["location"]) == (303, "/login")
    assert viewer.status_code == 403
    assert "Only an organiser can preview a round." in Page(viewer.text).words


def test_an_unknown_round_or_group_is_not_found(store: Store) -> None:
    round_ = draft(store)
    device = signed_in(store, "organiser")

    for path in ("/preview/none/staff", f"/preview/{round_.id}/everyone"):
        answer = device.client.get(path)
        assert answer.status_code == 404
        assert "There is no page here" in Page(answer.text).words
