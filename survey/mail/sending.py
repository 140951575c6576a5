"""Sending what is due: each mail claimed, handed over, and only then taken from the outbox.

Whoever dies between the server's yes and the note of it leaves a claim that lapses after ten
minutes; the mail then goes out a second time, under the same Message-ID, by which receivers
drop it. That is the only way to a second one, and no way leads to none.
"""

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from survey.errors import MailError
from survey.invitations import link, new_id, new_token, token_hash
from survey.mail.composing import Envelope, composed
from survey.mail.post import PATIENCE_SECONDS, Outcome, Post
from survey.mail.texts import check_text, filling_for, text_for
from survey.rounds import Round
from survey.settings import Settings
from survey.storage import Claimed, Kind, MailText, Store

WAITS: Final = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 240, 480, 720))
"""How long a mail waits after each failed attempt; after the last it counts as failed."""
_BROKEN_IN_A_ROW: Final = 3
_REFUSED_IN_A_ROW: Final = 20
SAID: Final[dict[Outcome, str]] = {
    "trouble": "The mail server takes no mail from us: check PLUMBLINE_MAIL_FROM with whoever "
    "runs the server.",
    "unsure": "The mail server breaks the connection off.",
    "refused": "The mail server refuses one mail after another.",
}
"""Why the server is given a rest."""
_log = logging.getLogger(__name__)


def sender_ready(settings: Settings) -> bool:
    """Return whether this installation can send mail."""
    return settings.smtp is not None and settings.mail_from is not None


def send_due(
    store: Store,
    settings: Settings,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    patience_seconds: float = PATIENCE_SECONDS,
) -> int:
    """Send all that is due and may go out now; return how many the server took.

    Any number of threads and processes may do so at once. Nothing happens where no mail
    server is set. What goes wrong is kept as a count or as `Outbox.trouble`, not raised.
    ``patience_seconds`` is how long any one answer of the mail server is waited for.
    """
    if settings.smtp is None or settings.mail_from is None:
        return 0
    with closing(Post(settings.smtp, patience_seconds=patience_seconds)) as post:
        run = _Run(store, settings, post)
        while not should_stop() and run.send_one():
            pass
    if run.sent:
        _log.info("sent %d mails", run.sent)
    return run.sent


@dataclass
class _Run:
    """One run over the outbox."""

    store: Store
    settings: Settings
    post: Post
    sent: int = 0
    _streak: dict[Outcome, int] = field(default_factory=dict)
    _rounds: dict[str, tuple[Round, dict[tuple[Kind, str], MailText]]] = field(default_factory=dict)

    def send_one(self) -> bool:
        """Send one mail; return whether to go on."""
        if not self._is_ready():
            return False
        token = new_token()
        claimed = self.store.outbox.claim(
            token_hash(token), per_minute=self.settings.mail_per_minute
        )
        if claimed is None:
            return False
        outcome = self._attempt(claimed, link(self.settings.base_url, token))
        self._record(claimed, outcome, token_hash(token))
        return self._go_on(outcome)

    def _is_ready(self) -> bool:
        if not self.store.outbox.is_due():
            return False
        try:
            self.post.connect()
        except MailError as error:
            _log.warning("mail: %s", error)
            self.store.outbox.rest(error.advice)
            return False
        return True

    def _attempt(self, claimed: Claimed, address: str) -> Outcome:
        round_, changed = self._round(claimed.round_id)
        language, text = words_for(round_, claimed.kind, claimed.language, changed)
        filling = filling_for(round_, language, person=claimed.person, link=address)
        envelope = Envelope(
            mail_id=claimed.id,
            sender=self.settings.mail_from or "",
            recipient=claimed.email,
            at=self.store.now(),
        )
        try:
            message = composed(text, filling, language, envelope)
        except MailError:
            return "refused"
        return self.post.hand_over(message)

    def _record(self, claimed: Claimed, outcome: Outcome, link_hash: str) -> None:
        outbox = self.store.outbox
        if outcome == "sent":
            self.sent += 1
            outbox.sent(claimed.id)
        elif outcome == "trouble":
            outbox.let_go(claimed.id, link_hash)
        elif outcome == "refused" or claimed.attempts >= len(WAITS):
            outbox.refused(claimed.id)
        else:
            # Where it may have arrived, the link in it stays good.
            unused = link_hash if outcome == "later" else None
            outbox.put_off(claimed.id, WAITS[claimed.attempts], unused=unused)

    def _go_on(self, outcome: Outcome) -> bool:
        """Give the server a rest when it takes nothing, so that nobody is given up for it."""
        self._streak = {outcome: self._streak.get(outcome, 0) + 1}
        limits: dict[Outcome, int] = {
            "trouble": 1,
            "unsure": _BROKEN_IN_A_ROW,
            "refused": _REFUSED_IN_A_ROW,
        }
        if self._streak[outcome] < limits.get(outcome, self._streak[outcome] + 1):
            return True
        self.store.outbox.rest(SAID[outcome])
        return False

    def _round(self, round_id: str) -> tuple[Round, dict[tuple[Kind, str], MailText]]:
        if round_id not in self._rounds:
            found = self.store.rounds.get(round_id), self.store.mail_texts.of(round_id)
            self._rounds[round_id] = found
        return self._rounds[round_id]


def words_for(
    round_: Round,
    kind: Kind,
    wanted: str | None,
    changed: dict[tuple[Kind, str], MailText],
) -> tuple[str, MailText]:
    """Return the language and words of a mail: the person's, else the round's first, else English.

    Only languages in which the form can be read are used.
    """
    offered = {code.lower(): code for code in round_.questionnaire.languages}
    asked = (wanted or "").lower()
    own = offered.get(asked) or offered.get(asked.split("-")[0])
    for language in (own, *round_.questionnaire.languages, "en"):
        if language is not None and (text := text_for(kind, language, changed)) is not None:
            return language, text
    raise ValueError("the English words are missing")


def send_test(  # noqa: PLR0913 - keywords, each chosen on the page
    store: Store, settings: Settings, *, round_id: str, kind: Kind, language: str, to: str
) -> None:
    """Send one mail to an organiser, as it would go out, with a link to the form's preview.

    Raises
    ------
    MailError
        No mail server is set, the words cannot be used, or the server did not take it.
    """
    if settings.smtp is None or settings.mail_from is None:
        raise MailError(
            "no mail server is set",
            advice="Set PLUMBLINE_SMTP and PLUMBLINE_MAIL_FROM, then start Plumbline again.",
        )
    round_ = store.rounds.get(round_id)
    language, text = words_for(round_, kind, language, store.mail_texts.of(round_id))
    check_text(text)
    address = f"{settings.base_url}/preview/{round_id}/staff"
    envelope = Envelope(mail_id=new_id(), sender=settings.mail_from, recipient=to, at=store.now())
    filling = filling_for(round_, language, person=to, link=address)
    with closing(Post(settings.smtp)) as post:
        post.connect()
        outcome = post.hand_over(composed(text, filling, language, envelope))
    if outcome != "sent":
        raise MailError(
            f"the test mail was not taken: {outcome}",
            advice="The mail server did not take the test mail. Check the address and "
            "PLUMBLINE_MAIL_FROM with whoever runs the server.",
        )
