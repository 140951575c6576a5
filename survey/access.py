"""Who may get in: inviting people, links that set a password, roles, removal.

Every deed here notes in the audit who did it. Links are returned once and kept as hashes.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from survey.accounts import checked_address, hashed_password, start_session
from survey.errors import AccountError
from survey.invitations import new_token, token_hash
from survey.spreadsheets import csv_text
from survey.storage import PASSWORD_LINK, Account, Role, Store

LINK_DAYS = 3
PROOF_SECONDS = 600
_SKEW = 120  # by which the other's clock may be ahead of ours
_ENTRY = "entry"


class StaleProofError(AccountError):
    """Somebody signed in elsewhere, but too long ago to count."""


def invite(store: Store, email: str, role: Role, *, by: str, base_url: str) -> str:
    """Make an account without a password; return the link by which its owner sets one.

    Raises
    ------
    AccountError
        The address is none, or has an account already.
    """
    address = checked_address(email)
    store.accounts.create(address, None, role)
    store.audit.note(by, f"made an account for {address} ({role})")
    return password_link(store, address, by=by, base_url=base_url)


def password_link(store: Store, email: str, *, by: str, base_url: str) -> str:
    """Return a link that sets an account's password once, until the end of the third day.

    The old password stays good until the link is used.

    Raises
    ------
    AccountError
        There is no such account.
    """
    address = existing_account(store, email).email
    token = new_token()
    expires = _midnight(store, LINK_DAYS)
    store.accounts.add_one_time(token_hash(token), PASSWORD_LINK, address, expires)
    store.audit.note(by, f"made a password link for {address}")
    return f"{base_url.rstrip('/')}/password/{token}"


def password_link_owner(store: Store, token: str) -> str | None:
    """Return whose password a link may set, or None when it can no longer be used."""
    return store.accounts.owner_of_password_link(token_hash(token))


def use_password_link(store: Store, token: str, password: str) -> Account:
    """Set the password of the link's account, sign it out everywhere, use its links up.

    A password that cannot be taken leaves the link as it was.

    Raises
    ------
    AccountError
        The link was used, is too old or never was; or the password is too weak.
    """
    owner = password_link_owner(store, token) or ""
    set_by = store.accounts.use_password_link(token_hash(token), hashed_password(owner, password))
    store.audit.note(set_by, "set the password by a link")
    return existing_account(store, set_by)


def proven_account(store: Store, claims: Mapping[str, object], *, now: float) -> Account:
    """Return the account whose owner has just proved an address to the organisation's sign-in.

    ``claims`` are those of a checked ID token; ``now`` is in seconds since 1970. What was
    proved more than ten minutes ago no longer counts, so that signing out stays so.

    Raises
    ------
    AccountError
        The proof is too old, its address is not verified, or has no account here.
    """
    issued, email = claims.get("iat"), claims.get("email")
    if not isinstance(issued, int | float) or not -_SKEW < now - issued < PROOF_SECONDS:
        raise StaleProofError("a sign-in elsewhere is too old", advice="Please sign in again.")
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        raise AccountError(
            "a sign-in elsewhere came without a verified address",
            advice="Your organisation's sign-in did not confirm your e-mail address, so it opens "
            "no account here. Ask those who run it.",
        )
    account = store.accounts.get(email)
    if account is None:
        raise AccountError(
            "a sign-in elsewhere for an address without account",
            advice="You are signed in at your organisation, but your address has no account "
            "here. Ask an organiser to make one.",
        )
    return account


def entry_token(store: Store, account: Account) -> str:
    """Return a token that starts a session of ``account`` once; for a proof just given."""
    token = new_token()
    store.accounts.add_one_time(token_hash(token), _ENTRY, account.email, _midnight(store, 1))
    return token


def use_entry_token(store: Store, token: str) -> str:
    """Use an entry token up; return a fresh session's token, as `survey.accounts.sign_in` does.

    Raises
    ------
    AccountError
        The token was used, is too old or never was, or the account is gone.
    """
    return start_session(store, store.accounts.use_one_time(token_hash(token), _ENTRY) or "")


def change_role(store: Store, email: str, role: Role, *, by: str) -> None:
    """Make an account an organiser or a viewer; never the last organiser a viewer.

    Raises
    ------
    AccountError
        There is no such account, or no organiser with a password would be left.
    """
    store.accounts.set_role(email, role)
    store.audit.note(by, f"made {email.strip().lower()} {role}")


def sign_out_everywhere(store: Store, email: str, *, by: str) -> None:
    """End every session of an account.

    Raises
    ------
    AccountError
        There is no such account.
    """
    address = existing_account(store, email).email
    store.accounts.end_sessions(address)
    store.audit.note(by, f"signed {address} out everywhere")


def remove_account(store: Store, email: str, *, by: str) -> None:
    """Delete an account; what it did stays in the audit.

    Raises
    ------
    AccountError
        There is no such account, or no organiser with a password would be left.
    """
    store.accounts.remove(email)
    store.audit.note(by, f"removed the account of {email.strip().lower()}")


def existing_account(store: Store, email: str) -> Account:
    """Return the account of an address.

    Raises
    ------
    AccountError
        There is no such account.
    """
    found = store.accounts.get(email)
    if found is None:
        raise AccountError(
            "there is no account for this address",
            advice="Check the address; an organiser can make an account for it.",
        )
    return found


def _midnight(store: Store, days: int) -> datetime:
    """Return the midnight (UTC) after ``days`` whole days."""
    return datetime.combine(store.today() + timedelta(days=days + 1), time.min, tzinfo=UTC)


def audit_csv(store: Store, round_id: str | None = None) -> str:
    """Return the audit trail, or a round's part of it, as CSV, the oldest deed first.

    The columns are ``at`` (UTC, ISO 8601), ``by``, ``deed`` and ``round``. No cell can run
    as a formula.
    """
    return csv_text(
        ("at", "by", "deed", "round"),
        (
            (each.at.isoformat(), each.by, each.deed, each.round_id or "")
            for each in store.audit.all(round_id)
        ),
    )
