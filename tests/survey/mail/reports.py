"""Delivery reports as mail servers write them."""

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: survey@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="0F2A91C0.1778/mx.example.org"

This is a MIME-encapsulated message.

--0F2A91C0.1778/mx.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--0F2A91C0.1778/mx.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: 0F2A91C0

{recipients}

--0F2A91C0.1778/mx.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: survey@example.org
Subject: Kite Works asks for your view: Spring

--0F2A91C0.1778/mx.example.org--
"""


def recipient(
    final: str, *, action: str = "failed", status: str = "5.1.1", original: str = ""
) -> str:
    lines = [
        f"Original-Recipient: rfc822;{original}" if original else "",
        f"Final-Recipient: rfc822; {final}",
        f"Action: {action}" if action else "",
        f"Status: {status}",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
    ]
    return "\n".join(line for line in lines if line)


def report(*recipients: str) -> bytes:
    return POSTFIX.format(recipients="\n\n".join(recipients)).encode()


def mbox(*mails: bytes) -> bytes:
    start = b"From MAILER-DAEMON Mon May  4 12:00:00 2026\n"
    return b"\n".join(start + mail for mail in mails)
