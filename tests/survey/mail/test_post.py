"""The way to a mail server: encrypted where it can be, and never a password in the open."""

import ssl
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from survey.errors import MailError
from survey.mail.post import Post
from tests.survey.mail.mailbox import SENDER, Mailbox, serving


class Certificate(NamedTuple):
    """A certificate of its own for this machine, and what a server loads."""

    path: Path
    context: ssl.SSLContext


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, SHA256())
    )
    path = tmp_path / "cert.pem"
    path.write_bytes(
        made.public_bytes(Encoding.PEM)
        + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return Certificate(path, context)


def a_mail(recipient: str = "ana@example.org") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, recipient, "Hello"
    message.set_content("Hello\n")
    return message


def let_in(
    server: SMTP, session: Session, envelope: Envelope, kind: str, given: object
) -> AuthResult:
    return AuthResult(success=given == LoginPassword(b"us", b"pass/word"), handled=False)


def test_starttls_is_used_where_it_is_offered_and_the_password_fits(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    box = Mailbox()
    with serving(
        box,
        tls_context=certificate.context,
        require_starttls=True,
        authenticator=let_in,
        auth_required=True,
    ):
        post = Post(f"smtp://us:pass%2Fword@127.0.0.1:{box.port}")
        post.connect()
        assert post.hand_over(a_mail()) == "sent"
        post.close()
        with pytest.raises(MailError, match="refused the sign-in") as refusal:
            Post(f"smtp://us:wrong@127.0.0.1:{box.port}").connect()

    assert len(box.arrived) == 1
    assert "wrong" not in str(refusal.value) + refusal.value.advice


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Certificate) -> None:
    box = Mailbox()
    with (
        serving(box, tls_context=certificate.context),
        pytest.raises(MailError, match="certificate was refused"),
    ):
        Post(f"smtp://127.0.0.1:{box.port}").connect()


def test_smtps_is_encrypted_from_the_first_byte(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    box = Mailbox()
    with serving(box, ssl_context=certificate.context):
        post = Post(f"smtps://127.0.0.1:{box.port}")
        post.connect()
        assert post.hand_over(a_mail()) == "sent"
        post.close()


def test_a_server_that_is_not_there_or_no_server_is_said(mailbox: Mailbox) -> None:
    for address in ("smtp://127.0.0.1:1", "smtp://", "smtp://127.0.0.1:notaport"):
        with pytest.raises(MailError):
            Post(address).connect()


def test_an_address_beyond_ascii_goes_to_a_server_that_takes_it() -> None:
    takes, takes_not = Mailbox(), Mailbox()
    with serving(takes, enable_SMTPUTF8=True), serving(takes_not, enable_SMTPUTF8=False):
        outcomes = []
        for box in (takes, takes_not):
            post = Post(f"smtp://127.0.0.1:{box.port}")
            post.connect()
            outcomes.append(post.hand_over(a_mail("zoë@example.org")))
            post.close()

    assert outcomes == ["sent", "refused"]
    assert takes.arrived[0][0] == "zoë@example.org"


def test_one_connection_carries_many_mails_past_a_refusal(mailbox: Mailbox) -> None:
    mailbox.at_recipient = lambda address, _: "550 no" if address.startswith("bad") else None
    post = Post(mailbox.settings.smtp or "")
    post.connect()
    told = [post.hand_over(a_mail(f"{who}@example.org")) for who in ("a", "bad", "b", "bad2", "c")]
    post.close()

    assert told == ["sent", "refused", "sent", "refused", "sent"]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [("421 going down", "trouble"), ("450 busy", "later"), ("552 too large", "refused")],
)
def test_what_a_reply_means(mailbox: Mailbox, reply: str, outcome: str) -> None:
    for stage in ("at_recipient", "at_data"):
        setattr(mailbox, stage, lambda _, __: reply)
        post = Post(mailbox.settings.smtp or "")
        post.connect()
        assert post.hand_over(a_mail()) == outcome
        post.close()
        setattr(mailbox, stage, lambda _, __: None)
