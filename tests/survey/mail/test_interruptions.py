"""What a sender that dies, or cannot hear the server, may and may not repeat."""

import signal
import subprocess
import sys
import time
from datetime import timedelta

from survey.invitations import token_hash
from survey.mail import send_due
from survey.storage import Store, open_store
from survey.storage.outbox import LEASE
from tests.survey.mail.mailbox import EVERYBODY, ROOT, Clock, Mailbox, invited, serving


def test_a_connection_that_breaks_after_the_text_sends_the_same_mail_again(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    """The one way to a second mail: it arrived, and we could not hear that it did."""
    broken: list[str] = []

    def breaks(address: str, tried: int) -> str | None:
        if address == EVERYBODY[0] and tried == 1:
            broken.append(address)
            mailbox.delay_seconds = 0.5
        else:
            mailbox.delay_seconds = 0.0
        return None

    mailbox.at_data = breaks
    invited(store, mailbox)

    sent = send_due(store, mailbox.settings, patience_seconds=0.2)
    time.sleep(0.6)
    clock.pass_by(minutes=2)
    sent += send_due(store, mailbox.settings)

    assert sent == 25
    assert broken == [EVERYBODY[0]]
    assert mailbox.times()[EVERYBODY[0]] == 2
    assert {len(names) for names in mailbox.names().values()} == {1}  # receivers see one
    good = {token_hash(link.rpartition("/")[2]) for link in mailbox.links()}
    assert all(store.invitations.by_token_hash(each) is not None for each in good)


_SEND = """if True:
    import sys
    from datetime import datetime
    from survey.mail import send_due
    from survey.settings import Settings
    from survey.storage import open_store
    now = datetime.fromisoformat(sys.argv[3])
    store = open_store(sys.argv[1], now=lambda: now)
    settings = Settings(
        secret="x", base_url="https://survey.example.org", smtp=sys.argv[2],
        mail_from="survey@example.org", mail_per_minute=100000,
    )
    print("ready", flush=True)
    send_due(store, settings)
"""


def sender(database_url: str, mailbox: Mailbox, clock: Clock) -> "subprocess.Popen[str]":
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", _SEND, database_url, mailbox.settings.smtp or "", f"{clock.now}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_however_often_the_sender_is_killed_everybody_sees_one_mail(
    database_url: str, clock: Clock
) -> None:
    """Killed ten times while it sends; two at once after that."""
    with serving(Mailbox(delay_seconds=0.02)) as mailbox:
        store = open_store(database_url, now=clock)
        store.migrate()
        invited(store, mailbox)
        for turn in range(10):
            before = len(mailbox.arrived)
            process = sender(database_url, mailbox, clock)
            while len(mailbox.arrived) == before and process.poll() is None:
                time.sleep(0.001)
            time.sleep(0.003 * turn)  # from before it hears the yes to well into the next mail
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=30)
            clock.now += LEASE + timedelta(seconds=1)
        killed = len(mailbox.arrived)
        last = [sender(database_url, mailbox, clock) for _ in range(2)]
        assert [process.wait(60) for process in last] == [0, 0]
        for process in last:
            process.communicate()

        assert killed > 0
        assert set(mailbox.times()) == set(EVERYBODY)  # nobody is forgotten
        assert {len(names) for names in mailbox.names().values()} == {1}  # nobody sees two
        # A kill between the server's yes and our note of it repeats one mail at most.
        assert sum(mailbox.times().values()) - 25 <= 10
        store.close()


def test_a_claim_that_died_lapses_and_not_before(
    store: Store, mailbox: Mailbox, clock: Clock
) -> None:
    invited(store, mailbox)
    dead = store.outbox.claim("a" * 64, per_minute=1000)
    assert dead is not None

    assert send_due(store, mailbox.settings) == 24
    clock.now += LEASE - timedelta(seconds=1)
    assert send_due(store, mailbox.settings) == 0
    clock.now += timedelta(seconds=2)
    assert send_due(store, mailbox.settings) == 1
    name = {str(message["Message-ID"]) for to, message in mailbox.arrived if to == dead.email}
    assert name == {f"<{dead.id}@example.org>"}
