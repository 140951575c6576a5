"""What the environment says about mail."""

import pytest

from survey.errors import SettingsError
from survey.settings import load_settings


def settings_with(**given: str) -> dict[str, str]:
    return {"PLUMBLINE_SECRET": "only for tests", **given}


@pytest.mark.parametrize(
    "sender", ["survey@example.org", "Acme survey <survey@example.org>", "<survey@example.org>"]
)
def test_a_sender_is_an_address_with_or_without_a_name(sender: str) -> None:
    assert load_settings(settings_with(PLUMBLINE_MAIL_FROM=sender)).mail_from == sender


@pytest.mark.parametrize("sender", ["survey", "a@b\r\nBcc: c@d", "x <a@b> y", "a@b, c@d"])
def test_what_is_no_address_is_refused(sender: str) -> None:
    with pytest.raises(SettingsError, match="PLUMBLINE_MAIL_FROM"):
        load_settings(settings_with(PLUMBLINE_MAIL_FROM=sender))


def test_how_many_go_out_in_a_minute() -> None:
    assert load_settings(settings_with()).mail_per_minute == 120
    assert load_settings(settings_with(PLUMBLINE_MAIL_PER_MINUTE="30")).mail_per_minute == 30
    for value in ("0", "-1", "many", "1.5"):
        with pytest.raises(SettingsError, match="PLUMBLINE_MAIL_PER_MINUTE"):
            load_settings(settings_with(PLUMBLINE_MAIL_PER_MINUTE=value))


def test_a_mail_server_s_password_is_never_printed() -> None:
    given = load_settings(settings_with(PLUMBLINE_SMTP="smtp://us:hidden@mail.example.org"))

    assert "hidden" not in repr(given)
    with pytest.raises(SettingsError) as refusal:
        load_settings(settings_with(PLUMBLINE_SMTP="http://us:hidden@mail.example.org"))
    assert "hidden" not in str(refusal.value)
