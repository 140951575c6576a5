"""Addresses that try to get at files, other people or the server's insides."""

import pytest

from tests.survey.served import Device

ROOMS = ("s", "k", "a", "o", "assets", "preview", "setup", "password")
TRICKS = (
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..\\..\\windows\\win.ini",
    "%00",
    "x%00.html",
    "%ff%fe",
    "x" * 5_000,
    "%0d%0aSet-Cookie:%20x=1",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "' OR '1'='1",
)


@pytest.mark.parametrize("room", ROOMS)
def test_a_trick_in_an_address_leads_nowhere(phone: Device, room: str) -> None:
    for trick in TRICKS:
        answer = phone.client.get(f"/{room}/{trick}")

        assert answer.status_code in {200, 303, 400, 401, 403, 404, 410, 414}, trick[:60]
        assert "root:" not in answer.text
        assert "<script>alert" not in answer.text
        assert "Traceback" not in answer.text
        assert "x=1" not in answer.headers.get("set-cookie", "")
