"""Inviting people, links that set a password, roles and removal; promised on both engines."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from survey.access import (
    PROOF_SECONDS,
    StaleProofError,
    audit_csv,
    change_role,
    entry_token,
    invite,
    password_link,
    password_link_owner,
    proven_account,
    remove_account,
    sign_out_everywhere,
    use_entry_token,
    use_password_link,
)
from survey.accounts import account_of, create_account, sign_in, start_session
from survey.errors import AccountError
from survey.storage import Account, Role, Store
from survey.storage.driver import Driver

HR, CEO = "hr@example.org", "ceo@example.org"
PASSWORD, OTHER = "correct horse battery", "another horse, another"
BASE = "https://survey.example"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(driver: Driver, clock: Clock) -> Store:
    store = Store(driver, now=clock)
    create_account(store, HR, PASSWORD, role="organiser")
    return store


def token_of(link: str) -> str:
    assert link.startswith(f"{BASE}/password/")
    return link.rpartition("/")[2]


def invited(store: Store, email: str = CEO, *, organiser: bool = False) -> str:
    role: Role = "organiser" if organiser else "viewer"
    return token_of(invite(store, email, role, by=HR, base_url=f"{BASE}/"))


def test_whoever_is_invited_gets_in_only_after_setting_a_password(store: Store) -> None:
    token = invited(store, " CEO@Example.org")

    assert store.accounts.without_password() == {CEO}
    with pytest.raises(AccountError):
        sign_in(store, CEO, "")
    assert password_link_owner(store, token) == CEO
    assert use_password_link(store, token, PASSWORD) == Account(email=CEO, role="viewer")

    assert account_of(store, sign_in(store, CEO, PASSWORD)) == Account(email=CEO, role="viewer")
    assert store.accounts.without_password() == set()


def test_an_account_is_invited_once_and_needs_an_address(store: Store) -> None:
    invited(store)

    with pytest.raises(AccountError, match="already"):
        invited(store)
    with pytest.raises(AccountError, match="needs an e-mail address"):
        invited(store, "the boss")


def test_a_link_works_once_and_uses_up_the_others(store: Store) -> None:
    first = invited(store)
    second = token_of(password_link(store, CEO, by=HR, base_url=BASE))
    use_password_link(store, second, PASSWORD)

    for used in (first, second):
        assert password_link_owner(store, used) is None
        with pytest.raises(AccountError) as refusal:
            use_password_link(store, used, OTHER)
        assert "used already or is too old" in refusal.value.advice
    assert sign_in(store, CEO, PASSWORD)


def test_a_link_lasts_until_the_end_of_the_third_day(store: Store, clock: Clock) -> None:
    token = invited(store)

    clock.at = datetime(2026, 3, 5, 23, 59, tzinfo=UTC)
    assert password_link_owner(store, token) == CEO
    clock.at += timedelta(minutes=1)
    assert password_link_owner(store, token) is None
    with pytest.raises(AccountError):
        use_password_link(store, token, PASSWORD)


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaaaaa", CEO])
def test_a_weak_password_leaves_the_link_as_it_was(store: Store, weak: str) -> None:
    token = invited(store)

    with pytest.raises(AccountError):
        use_password_link(store, token, weak)
    assert use_password_link(store, token, PASSWORD).email == CEO


def test_a_reset_keeps_the_old_password_until_it_is_used_then_signs_out_everywhere(
    store: Store,
) -> None:
    session = sign_in(store, HR, PASSWORD)
    token = token_of(password_link(store, HR, by=HR, base_url=BASE))
    assert sign_in(store, HR, PASSWORD)

    use_password_link(store, token, OTHER)

    assert account_of(store, session) is None
    with pytest.raises(AccountError):
        sign_in(store, HR, PASSWORD)
    assert sign_in(store, HR, OTHER)


def test_a_set_up_link_sets_no_password(store: Store) -> None:
    store.accounts.add_one_time("h", "setup", None, datetime(2027, 1, 1, tzinfo=UTC))

    assert store.accounts.owner_of_password_link("h") is None
    with pytest.raises(AccountError):
        store.accounts.use_password_link("h", "hash")


def test_a_role_changes_at_once(store: Store) -> None:
    create_account(store, CEO, PASSWORD, role="viewer")
    session = start_session(store, CEO)

    change_role(store, "Ceo@example.org", "organiser", by=HR)
    assert account_of(store, session) == Account(email=CEO, role="organiser")
    change_role(store, CEO, "viewer", by=HR)
    assert account_of(store, session) == Account(email=CEO, role="viewer")


def test_the_last_organiser_who_can_get_in_stays(store: Store) -> None:
    invited(store, organiser=True)  # who has no password yet

    with pytest.raises(AccountError) as refusal:
        change_role(store, HR, "viewer", by=HR)
    assert "must stay" in refusal.value.advice
    with pytest.raises(AccountError):
        remove_account(store, HR, by=HR)

    assert store.accounts.get(HR) == Account(email=HR, role="organiser")
    assert sign_in(store, HR, PASSWORD)


def test_of_two_organisers_who_remove_each_other_at_once_one_stays(store: Store) -> None:
    create_account(store, CEO, PASSWORD, role="organiser")
    together = Barrier(2)

    def remove(email: str) -> bool:
        together.wait()
        try:
            remove_account(store, email, by="the other")
        except AccountError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, (HR, CEO))) == [False, True]
    assert len(store.accounts.all()) == 1


def test_without_an_organiser_who_has_a_password_others_still_change(driver: Driver) -> None:
    empty = Store(driver)
    invited(empty)

    change_role(empty, CEO, "organiser", by="command line")
    remove_account(empty, CEO, by="command line")
    assert empty.accounts.all() == []


def proof(**changed: object) -> dict[str, object]:
    return {"email": HR, "email_verified": True, "iat": 1000} | changed


def test_a_verified_address_is_its_account_whatever_its_case(store: Store) -> None:
    for now in (1000, 1000 + PROOF_SECONDS - 1, 1000 - 119):
        found = proven_account(store, proof(email="HR@Example.org"), now=now)
        assert found == Account(email=HR, role="organiser")


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_was_not_verified_opens_nothing(store: Store, verified: object) -> None:
    with pytest.raises(AccountError, match="without a verified address"):
        proven_account(store, proof(email_verified=verified), now=1000)


def test_a_verified_address_without_account_opens_nothing(store: Store) -> None:
    with pytest.raises(AccountError) as refusal:
        proven_account(store, proof(email=CEO), now=1000)
    assert "Ask an organiser to make one" in refusal.value.advice


@pytest.mark.parametrize("issued", [1000 - PROOF_SECONDS, 1121, None, "1000"])
def test_only_a_proof_just_given_counts(store: Store, issued: object) -> None:
    with pytest.raises(StaleProofError):
        proven_account(store, proof(iat=issued), now=1000)


def test_an_entry_token_starts_one_session(store: Store) -> None:
    token = entry_token(store, Account(email=HR, role="organiser"))

    assert account_of(store, use_entry_token(store, token)) is not None
    with pytest.raises(AccountError):
        use_entry_token(store, token)
    with pytest.raises(AccountError):
        use_password_link(store, entry_token(store, Account(email=HR, role="viewer")), OTHER)


def test_of_a_removed_account_no_entry_token_is_good(store: Store) -> None:
    invited(store)
    token = entry_token(store, Account(email=CEO, role="viewer"))
    remove_account(store, CEO, by=HR)

    with pytest.raises(AccountError):
        use_entry_token(store, token)


def test_removal_ends_sessions_and_links(store: Store) -> None:
    token = invited(store)
    session = start_session(store, CEO)

    remove_account(store, CEO, by=HR)

    assert account_of(store, session) is None
    assert password_link_owner(store, token) is None
    assert [each.email for each in store.accounts.all()] == [HR]


def test_signing_out_everywhere_ends_only_that_account_s_sessions(store: Store) -> None:
    create_account(store, CEO, PASSWORD, role="viewer")
    theirs = [start_session(store, CEO) for _ in range(2)]
    ours = start_session(store, HR)

    sign_out_everywhere(store, CEO, by=HR)

    assert [account_of(store, each) for each in theirs] == [None, None]
    assert account_of(store, ours) is not None


def test_nothing_is_done_to_an_account_that_is_not_there(store: Store) -> None:
    nobody = "nobody@example.org"
    deeds = (
        lambda: password_link(store, nobody, by=HR, base_url=BASE),
        lambda: change_role(store, nobody, "viewer", by=HR),
        lambda: sign_out_everywhere(store, nobody, by=HR),
        lambda: remove_account(store, nobody, by=HR),
    )
    before = store.audit.all()
    for deed in deeds:
        with pytest.raises(AccountError, match="no account for"):
            deed()
    assert store.audit.all() == before


def test_the_audit_tells_every_deed_and_no_link(store: Store) -> None:
    token = invited(store)
    use_password_link(store, token, PASSWORD)
    change_role(store, CEO, "organiser", by=HR)
    sign_out_everywhere(store, CEO, by=HR)
    remove_account(store, CEO, by=HR)

    rows = list(csv.DictReader(io.StringIO(audit_csv(store))))
    assert [(row["by"], row["deed"]) for row in rows[1:]] == [
        (HR, f"made an account for {CEO} (viewer)"),
        (HR, f"made a password link for {CEO}"),
        (CEO, "set the password by a link"),
        (HR, f"made {CEO} organiser"),
        (HR, f"signed {CEO} out everywhere"),
        (HR, f"removed the account of {CEO}"),
    ]
    assert rows[1]["at"] == "2026-03-02T09:30:00+00:00"
    assert token not in audit_csv(store)
    assert PASSWORD not in audit_csv(store)


def test_no_cell_of_the_exported_audit_is_a_formula(store: Store) -> None:
    for typed in ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x"),"y"\n=2'):
        store.audit.note(typed, typed, typed)

    rows = list(csv.reader(io.StringIO(audit_csv(store))))[2:]
    assert len(rows) == 6
    assert all(cell.startswith("'") for row in rows for cell in row[1:])


def test_a_round_s_part_of_the_audit_is_exported_alone(store: Store) -> None:
    store.audit.note(HR, "launched", "spring")
    store.audit.note(HR, "launched", "summer")

    rows = list(csv.DictReader(io.StringIO(audit_csv(store, "spring"))))
    assert [row["round"] for row in rows] == ["spring"]
