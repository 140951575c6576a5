"""A real SMTP server on this machine that keeps what it takes, and fails as it is told."""
# ruff: noqa: ARG002, N802 - aiosmtpd's own names and arguments

import socket
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from survey.mail import invite_now
from survey.settings import Settings
from survey.storage import Store
from tests.survey.examples import ORGANISER, Running, opened

SENDER = "Kite Works <survey@example.org>"


@dataclass
class Mailbox:
    """What arrived, and how the server behaves.

    The three functions get an address and how often it was tried; they return an SMTP
    reply to give instead of the usual one, or None.
    """

    port: int = 0
    delay_seconds: float = 0.0
    at_sender: Callable[[str], str | None] = lambda _: None
    at_recipient: Callable[[str, int], str | None] = lambda _, __: None
    at_data: Callable[[str, int], str | None] = lambda _, __: None
    arrived: list[tuple[str, EmailMessage]] = field(default_factory=list)
    tried: Counter[str] = field(default_factory=Counter)

    @property
    def settings(self) -> Settings:
        return Settings(
            secret="only for tests",
            base_url="https://survey.example.org",
            smtp=f"smtp://127.0.0.1:{self.port}",
            mail_from=SENDER,
            mail_per_minute=100_000,
        )

    def names(self) -> dict[str, set[str]]:
        """The different Message-IDs that each address got."""
        names: defaultdict[str, set[str]] = defaultdict(set)
        for address, message in self.arrived:
            names[address].add(str(message["Message-ID"]))
        return dict(names)

    def times(self) -> Counter[str]:
        return Counter(address for address, _ in self.arrived)

    def links(self) -> list[str]:
        return [
            word
            for _, message in self.arrived
            for word in plain(message).split()
            if word.startswith("https://survey.example.org/s/")
        ]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.at_sender(address)
        if reply is not None:
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried[address] += 1
        reply = self.at_recipient(address, self.tried[address])
        if reply is not None:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (address,) = envelope.rcpt_tos
        reply = self.at_data(address, self.tried[address])
        if reply is not None:
            return reply
        time.sleep(self.delay_seconds)  # noqa: ASYNC251 - a server that is slow for everybody
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=default)
        self.arrived.append((address, message))
        return "250 OK"


@contextmanager
def serving(mailbox: Mailbox, **options: Any) -> Iterator[Mailbox]:  # noqa: ANN401 - aiosmtpd's
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mailbox.port = free.getsockname()[1]
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=mailbox.port, ready_timeout=30, **options
    )
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


@dataclass
class Clock:
    """A clock that a test moves; it starts on a Monday at noon."""

    now: datetime = datetime(2026, 5, 4, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


def plain(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())


ROOT = Path(__file__).parents[3]


EVERYBODY = [f"person{number}@example.org" for number in range(25)]


def invited(store: Store, mailbox: Mailbox) -> Running:
    running = opened(store)
    invite_now(store, mailbox.settings, running.round_id, by=ORGANISER)
    return running
