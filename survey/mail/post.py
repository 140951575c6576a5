"""The way to a mail server, and what became of a mail handed to it."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from ipaddress import ip_address
from threading import Timer
from typing import Final, Literal
from urllib.parse import SplitResult, unquote, urlsplit

from survey.errors import MailError

Outcome = Literal["sent", "refused", "later", "unsure", "trouble"]
"""What became of a mail.

``refused``: for good. ``later``: not now. ``unsure``: the connection broke, so it may have
arrived. ``trouble``: the server takes no mail from us at all.
"""
PATIENCE_SECONDS: Final = 30.0
"""How long any one answer of the server is waited for."""
LONGEST_SECONDS: Final = 240.0
"""How long one mail may take in all; shorter than a claim holds (`survey.storage.outbox.LEASE`)."""
_PORTS: Final = {"smtp": 587, "smtps": 465}
_SUBMISSION: Final = 587
_PERMANENT: Final = 500
_CLOSING: Final = 421


class Post:
    """A mail server, by the address in ``PLUMBLINE_SMTP``; connected when first needed."""

    def __init__(self, address: str, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._address = urlsplit(address)
        self._patience = patience_seconds
        self._smtp: smtplib.SMTP | None = None

    def connect(self) -> None:
        """Connect and sign in, unless that is done.

        Raises
        ------
        MailError
            The server cannot be reached, is not secure enough, or refuses our password.
        """
        if self._smtp is None:
            with _explained(), _deadline(self._smtp_sockets):
                self._connect()

    def hand_over(self, message: EmailMessage) -> Outcome:
        """Hand one mail to the server that `connect` reached; say what became of it."""
        if self._smtp is None:
            raise ValueError("connect first")
        try:
            with _deadline(self._smtp_sockets):
                _send(self._smtp, message)
        except smtplib.SMTPRecipientsRefused as error:
            return self._after(next(iter(error.recipients.values()))[0])
        except smtplib.SMTPDataError as error:
            return self._after(error.smtp_code)
        except (smtplib.SMTPNotSupportedError, UnicodeError, ValueError):
            return "refused"
        except OSError as error:  # SMTPException is one too
            # Of these only a lost connection leaves it open whether the mail was taken.
            lost = isinstance(error, smtplib.SMTPServerDisconnected) or not isinstance(
                error, smtplib.SMTPException
            )
            return self._broken("unsure" if lost else "trouble")
        return "sent"

    def close(self) -> None:
        """Say goodbye, if we ever met."""
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError), _deadline(self._smtp_sockets):
                self._smtp.quit()
            self._smtp = None

    def _after(self, code: int) -> Outcome:
        if code == _CLOSING:
            return self._broken("trouble")
        return "refused" if code >= _PERMANENT else "later"

    def _broken(self, outcome: Outcome) -> Outcome:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(OSError):
                smtp.close()
        return outcome

    def _smtp_sockets(self) -> list[socket.socket]:
        made = None if self._smtp is None else self._smtp.sock
        return [] if made is None else [made]

    def _connect(self) -> None:
        host, port = _host_of(self._address), self._address.port or _PORTS[self._address.scheme]
        secure = ssl.create_default_context()
        if self._address.scheme == "smtps":
            self._smtp = smtplib.SMTP_SSL(host, port, timeout=self._patience, context=secure)
        else:
            self._smtp = smtplib.SMTP(host, port, timeout=self._patience)
        try:
            self._make_ready(self._smtp, host, port, secure)
        except BaseException:
            self._broken("trouble")
            raise

    def _make_ready(self, smtp: smtplib.SMTP, host: str, port: int, secure: ssl.SSLContext) -> None:
        smtp.ehlo_or_helo_if_needed()
        user = self._address.username
        if self._address.scheme == "smtp":
            if smtp.has_extn("starttls"):
                smtp.starttls(context=secure)
                smtp.ehlo()
            elif port == _SUBMISSION or (user and not _is_this_machine(host)):
                raise MailError(
                    "the mail server offers no encryption (STARTTLS)",
                    advice="The mail server does not encrypt. Use smtps:// or another port, or "
                    "ask whoever runs it.",
                )
        if user:
            smtp.login(unquote(user), unquote(self._address.password or ""))


def _send(smtp: smtplib.SMTP, message: EmailMessage) -> None:
    sender = parseaddr(str(message["From"]))[1]
    recipient = parseaddr(str(message["To"]))[1]
    international = not (sender.isascii() and recipient.isascii())
    if international and not smtp.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError("the server takes no such address")
    content = message.as_bytes(policy=SMTP.clone(utf8=international))
    options = ("SMTPUTF8", "BODY=8BITMIME") if international else ()
    smtp.sendmail(sender, [recipient], content, mail_options=options)


def _host_of(address: SplitResult) -> str:
    if not address.hostname:
        raise MailError(
            "PLUMBLINE_SMTP names no server",
            advice="Set PLUMBLINE_SMTP, for example to smtp://user:password@mail.example.org:587",
        )
    return address.hostname


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def _deadline(sockets: Callable[[], list[socket.socket]]) -> Generator[None]:
    """Break the connection when a server that always answers a little takes too long in all."""

    def give_up() -> None:
        for each in sockets():
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    timer = Timer(LONGEST_SECONDS, give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _explained() -> Generator[None]:
    """Raise `MailError` for whatever a connection fails by, without what the server said."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise MailError(
            f"the mail server refused the sign-in ({error.smtp_code})",
            advice="The mail server refuses user or password in PLUMBLINE_SMTP.",
        ) from None
    except smtplib.SMTPResponseException as error:
        raise MailError(
            f"the mail server refused the connection ({error.smtp_code})",
            advice=f"The mail server refused the connection with code {error.smtp_code}.",
        ) from None
    except ssl.SSLError as error:
        raise MailError(
            f"the mail server's certificate was refused ({error.reason})",
            advice="The mail server's certificate is not valid for its name.",
        ) from None
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise MailError(
            f"the mail server could not be reached ({type(error).__name__})",
            advice="The mail server does not answer. Check PLUMBLINE_SMTP and that it runs.",
        ) from None
