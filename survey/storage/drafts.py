"""Drafts: ciphertext that only the device it was written on can read."""

from typing import Final

from survey.errors import ResponseError
from survey.phrases import phrase
from survey.storage.driver import Change, Driver, Session
from survey.storage.moments import Clock
from survey.storage.responses import require_unused

MOST_BYTES = 200_000
MOST_DEVICES = 20


class Drafts:
    """The drafts of a database, one for each invitation and device."""

    def __init__(self, driver: Driver, now: Clock) -> None:
        self._driver = driver
        self._now = now

    def save(self, invitation_id: str, device_id: str, ciphertext: bytes) -> None:
        """Keep a draft, instead of the one this device had.

        Raises
        ------
        UnknownLinkError, EarlyLinkError, LateLinkError, UsedLinkError
            The invitation takes no answers, so no draft either: an autosave that
            arrives after the submission leaves nothing behind.
        ResponseError
            Too many devices hold a draft for this invitation, or it is too long.
        """
        with self._driver.writing() as session:
            self.saving(invitation_id, device_id, ciphertext)(session)

    def saving(self, invitation_id: str, device_id: str, ciphertext: bytes) -> Change:
        """Return what `save` does, for `Store.write_each`."""

        def save(session: Session) -> None:
            _require_short(ciphertext)
            require_unused(session, invitation_id, today=self._now().date())
            kept = session.execute(
                _SAVE,
                {
                    "invitation": invitation_id,
                    "device": device_id,
                    "ciphertext": ciphertext,
                    "most": MOST_DEVICES,
                },
            )
            if not kept:
                raise ResponseError(
                    f"drafts of one invitation are kept for {MOST_DEVICES} devices at most",
                    advice=phrase(
                        "This link holds drafts on too many devices. You can still answer here "
                        "and send your answers, but not save them for later."
                    ),
                )

        return save

    def get(self, invitation_id: str, device_id: str) -> bytes | None:
        """Return the draft of a device, or None."""
        with self._driver.reading() as session:
            rows = session.query(
                """
                SELECT ciphertext FROM draft
                WHERE invitation_id = :invitation AND device_id = :device
                """,
                {"invitation": invitation_id, "device": device_id},
            )
        return bytes(rows[0]["ciphertext"]) if rows else None

    def delete(self, invitation_id: str, device_id: str) -> None:
        """Forget the draft of a device; fine when there is none."""
        with self._driver.writing() as session:
            session.execute(
                """
                DELETE FROM draft WHERE invitation_id = :invitation AND device_id = :device
                """,
                {"invitation": invitation_id, "device": device_id},
            )


def _require_short(ciphertext: bytes) -> None:
    if len(ciphertext) > MOST_BYTES:
        raise ResponseError(
            f"a draft has at most {MOST_BYTES:,} bytes, got {len(ciphertext):,}",
            advice=phrase("Your answers are too long to be kept as a draft. Please shorten them."),
        )


_SAVE: Final = """
    INSERT INTO draft (invitation_id, device_id, ciphertext)
    SELECT :invitation, :device, :ciphertext
    WHERE :most > (
        SELECT COUNT(*) FROM draft
        WHERE invitation_id = :invitation AND device_id <> :device
    )
    ON CONFLICT (invitation_id, device_id)
    DO UPDATE SET ciphertext = excluded.ciphertext
"""
