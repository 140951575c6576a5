"""The settings of an organisation's own sign-in."""

import pytest

from survey.errors import SettingsError
from survey.settings import Oidc, load_settings

GIVEN = {
    "PLUMBLINE_SECRET": "only for tests",
    "PLUMBLINE_BASE_URL": "https://survey.example/",
    "PLUMBLINE_OIDC_ISSUER": "https://login.example/realm/",
    "PLUMBLINE_OIDC_CLIENT_ID": "plumbline",
    "PLUMBLINE_OIDC_CLIENT_SECRET": "known to both",
}


def test_streamlit_is_told_where_the_provider_is() -> None:
    settings = load_settings(GIVEN)

    assert settings.oidc == Oidc(
        issuer="https://login.example/realm", client_id="plumbline", client_secret="known to both"
    )
    auth = settings.streamlit_auth()
    assert auth["redirect_uri"] == "https://survey.example/oauth2callback"
    assert auth["server_metadata_url"] == (
        "https://login.example/realm/.well-known/openid-configuration"
    )
    assert len(auth["cookie_secret"]) == 64
    assert "only for tests" not in auth["cookie_secret"]
    assert "known to both" not in repr(settings)


def test_without_a_provider_streamlit_has_no_secrets() -> None:
    settings = load_settings({"PLUMBLINE_SECRET": "only for tests"})

    assert settings.oidc is None
    assert settings.streamlit_auth() == {}


def test_half_a_provider_is_refused_by_the_name_of_what_is_missing() -> None:
    half = GIVEN | {"PLUMBLINE_OIDC_CLIENT_SECRET": ""}

    with pytest.raises(SettingsError, match=r"^PLUMBLINE_OIDC_CLIENT_SECRET must be set too"):
        load_settings(half)


@pytest.mark.parametrize("issuer", ["http://login.example", "login.example", "ftp://localhost"])
def test_a_provider_is_reached_over_https(issuer: str) -> None:
    with pytest.raises(SettingsError, match="PLUMBLINE_OIDC_ISSUER must start with https://"):
        load_settings(GIVEN | {"PLUMBLINE_OIDC_ISSUER": issuer})
