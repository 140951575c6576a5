"""What the environment decides. The only place that reads it."""

import hmac
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from survey.errors import SettingsError

_DEFAULT_DATABASE = "sqlite:///plumbline.db"
_DEFAULT_BASE_URL = "http://localhost:8501"
_DEFAULT_PER_MINUTE = 120
_SENDER = re.compile(r"[^<>@\s]+@[^<>@\s]+|[^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Oidc:
    """An organisation's own sign-in (OpenID Connect): where it is, and who we are there."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this installation runs.

    ``secret`` signs cookies; it is made and kept beside the database when the
    environment gives none, so that sign-ins survive a restart. ``smtp`` is the mail server
    and ``mail_from`` who writes; over all processes no more than ``mail_per_minute`` go out.
    ``oidc`` is where people may sign in besides our own page.
    """

    database: str = _DEFAULT_DATABASE
    base_url: str = _DEFAULT_BASE_URL
    secret: str = field(repr=False)
    smtp: str | None = field(default=None, repr=False)
    mail_from: str | None = None
    mail_per_minute: int = _DEFAULT_PER_MINUTE
    oidc: Oidc | None = None

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies may only travel over HTTPS."""
        return self.base_url.startswith("https://")

    def streamlit_auth(self) -> dict[str, str]:
        """Return the section ``auth`` of Streamlit's secrets, by which ``st.login`` works."""
        if self.oidc is None:
            return {}
        # A key of its own: what Streamlit signs must prove nothing anywhere else.
        cookie_secret = hmac.new(self.secret.encode(), b"streamlit sign-in", "sha256").hexdigest()
        return {
            "redirect_uri": f"{self.base_url}/oauth2callback",
            "cookie_secret": cookie_secret,
            "client_id": self.oidc.client_id,
            "client_secret": self.oidc.client_secret,
            "server_metadata_url": f"{self.oidc.issuer}/.well-known/openid-configuration",
        }


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read ``PLUMBLINE_*`` from the environment, or from ``environment`` when given.

    Raises
    ------
    SettingsError
        A variable has a value that cannot be used; the message names both.
    """
    given = os.environ if environment is None else environment
    database = given.get("PLUMBLINE_DATABASE") or _DEFAULT_DATABASE
    base_url = (given.get("PLUMBLINE_BASE_URL") or _DEFAULT_BASE_URL).rstrip("/")
    _check_scheme("PLUMBLINE_DATABASE", database, {"sqlite", "postgresql"}, _DEFAULT_DATABASE)
    _check_scheme("PLUMBLINE_BASE_URL", base_url, {"http", "https"}, _DEFAULT_BASE_URL)
    smtp = given.get("PLUMBLINE_SMTP") or None
    if smtp is not None:
        _check_scheme("PLUMBLINE_SMTP", smtp, {"smtp", "smtps"}, "smtp://user:pass@host:587")
    return Settings(
        database=database,
        base_url=base_url,
        secret=given.get("PLUMBLINE_SECRET") or _kept_secret(database),
        smtp=smtp,
        mail_from=_checked_sender(given.get("PLUMBLINE_MAIL_FROM") or None),
        mail_per_minute=_per_minute(given.get("PLUMBLINE_MAIL_PER_MINUTE") or ""),
        oidc=_oidc(given),
    )


def sqlite_path(database: str) -> Path:
    """Return the file that ``sqlite:///file`` names, relative to the working folder.

    Examples
    --------
    >>> sqlite_path("sqlite:///plumbline.db").name
    'plumbline.db'
    """
    return Path(database.removeprefix("sqlite:///"))


def environment_with(changes: Mapping[str, str]) -> dict[str, str]:
    """Return the environment, with ``changes``, for a program that is started from here."""
    return {**os.environ, **changes}


def _check_scheme(name: str, value: str, schemes: set[str], example: str) -> None:
    if urlsplit(value).scheme not in schemes:
        # The value may hold a password, so only its scheme is repeated.
        raise SettingsError(
            f"{name} must start with {' or '.join(sorted(f'{each}://' for each in schemes))}, "
            f"got {urlsplit(value).scheme or 'no scheme'!r}; for example {example}"
        )


def _oidc(given: Mapping[str, str]) -> Oidc | None:
    names = ("PLUMBLINE_OIDC_ISSUER", "PLUMBLINE_OIDC_CLIENT_ID", "PLUMBLINE_OIDC_CLIENT_SECRET")
    issuer, client_id, client_secret = (given.get(name) or "" for name in names)
    if not (issuer or client_id or client_secret):
        return None
    if not (issuer and client_id and client_secret):
        missing = [name for name in names if not given.get(name)]
        raise SettingsError(
            f"{' and '.join(missing)} must be set too, or none of {', '.join(names)}"
        )
    parts = urlsplit(issuer)
    is_here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here):
        raise SettingsError(
            f"PLUMBLINE_OIDC_ISSUER must start with https://, got {issuer!r}; for example "
            "https://login.example.org"
        )
    return Oidc(issuer=issuer.rstrip("/"), client_id=client_id, client_secret=client_secret)


def _checked_sender(value: str | None) -> str | None:
    if value is not None and not _SENDER.fullmatch(value):
        raise SettingsError(
            f"PLUMBLINE_MAIL_FROM must be an address, got {value!r}; for example "
            "survey@example.org or: Acme survey <survey@example.org>"
        )
    return value


def _per_minute(value: str) -> int:
    if not value:
        return _DEFAULT_PER_MINUTE
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise SettingsError(
            f"PLUMBLINE_MAIL_PER_MINUTE must be a number from 1, got {value!r}; for example 120"
        )
    return int(value)


def _kept_secret(database: str) -> str:
    if not database.startswith("sqlite:"):
        raise SettingsError(
            "PLUMBLINE_SECRET must be set when the database is not an embedded file, so that all "
            "servers share it; make one with: python -c 'import secrets; "
            "print(secrets.token_urlsafe(32))'"
        )
    path = sqlite_path(database).with_suffix(".secret")
    try:
        # Exclusive creation: of two processes starting together one writes, both read.
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
