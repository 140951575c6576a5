"""The page of commands says what the commands say."""

from tests.commands_page import PAGE, page


def test_the_page_of_commands_is_current() -> None:
    advice = "remake it: python -m tests.commands_page"

    assert PAGE.read_text(encoding="utf-8") == page(), advice
