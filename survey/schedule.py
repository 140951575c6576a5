"""What happens by itself: mail, closing, destroying answers, mixing rows; inside the app."""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from typing import Final

from survey.errors import RoundStateError, SurveyError
from survey.fieldwork import close
from survey.mail import mail_due, remind_of_commitments, send_due, sender_ready
from survey.rounds import Round
from survey.settings import Settings
from survey.steering import destroy_answers
from survey.storage import Store

BY: Final = "schedule"
"""Who the audit names for what happened by itself."""
_EVERY_SECONDS: Final = 20.0
_MIX_EVERY: Final = timedelta(hours=1)
_FORGET_EVERY: Final = timedelta(minutes=15)
_FAREWELL_SECONDS: Final = 15.0
_log = logging.getLogger(__name__)


def work(
    store: Store, settings: Settings, *, should_stop: Callable[[], bool] = lambda: False
) -> None:
    """Do all that is due now, and send the mail that may go out; then return.

    Any number of processes may do so at once: each deed is one conditional change in the
    database, which succeeds once.
    """
    for round_ in store.rounds.all():
        if not should_stop():
            _attempt(lambda each=round_: _tend(store, settings, each))  # type: ignore[misc]  # bound now
    for round_id in store.course.to_destroy():
        _attempt(lambda each=round_id: destroy_answers(store, each, by=BY))  # type: ignore[misc]  # bound now
    if store.chores.take("attempts", every=_FORGET_EVERY):
        _attempt(store.attempts.forget_old)
    _attempt(lambda: send_due(store, settings, should_stop=should_stop))
    _attempt(lambda: remind_of_commitments(store, settings, should_stop=should_stop))


def _tend(store: Store, settings: Settings, round_: Round) -> None:
    """Do what is due for one round."""
    if round_.state not in {"open", "paused"}:
        return
    if round_.closes_on is not None and store.today() > round_.closes_on:
        close(store, round_.id, BY)
        return
    if sender_ready(settings):
        _queue_mail(store, round_)
    if store.chores.take(f"mix {round_.id}", every=_MIX_EVERY):
        store.responses.mix(round_.id)


def _queue_mail(store: Store, round_: Round) -> None:
    plan = store.mail_texts.plan(round_.id)
    mailings = store.outbox.mailings(round_.id) if plan.automatic else []
    due = mail_due(round_, plan, mailings, now=store.now())
    if due is not None:
        store.outbox.plan(due, by=BY)


def _attempt(deed: Callable[[], object]) -> None:
    """Do one deed; a failure is told to the log by its kind, and stops no other deed."""
    try:
        deed()
    except RoundStateError:
        pass  # another process was first
    except SurveyError as error:
        _log.warning("the schedule met %s", type(error).__name__)


class Worker:
    """The thread of one process that keeps the schedule until it is stopped."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._stopped = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._stopped.clear()
        self._thread = Thread(target=self._run, name="schedule", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the mail in hand, and end."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(_FAREWELL_SECONDS)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                work(self._store, self._settings, should_stop=self._stopped.is_set)
            except Exception as error:  # noqa: BLE001 - tomorrow's mail must go out all the same
                _log.warning("the schedule failed with %s", type(error).__name__)
            self._stopped.wait(_EVERY_SECONDS)
