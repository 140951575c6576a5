"""A round launched ahead runs its whole course in two processes of their own, each deed once."""

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from survey.errors import EarlyLinkError, LateLinkError
from survey.fieldwork import create_round, launch
from survey.rounds import require_open
from survey.storage import MailPlan, Store, open_store
from tests.survey.examples import ORGANISER, QUESTIONNAIRE, people, response
from tests.survey.mail.mailbox import ROOT, Clock, Mailbox, serving

OPENS, MOST_ANSWER_ON, CLOSES = date(2026, 5, 13), date(2026, 5, 28), date(2026, 6, 10)
_WORK = """if True:
    import sys
    from datetime import datetime
    from survey.schedule import work
    from survey.settings import Settings
    from survey.storage import open_store
    now = [datetime.min]
    store = open_store(sys.argv[1], now=lambda: now[0])
    settings = Settings(
        secret="x", base_url="https://survey.example.org", smtp=sys.argv[2],
        mail_from="survey@example.org", mail_per_minute=100000,
    )
    for line in sys.stdin:
        now[0] = datetime.fromisoformat(line.strip())
        work(store, settings)
        print("done", flush=True)
"""


class Processes:
    """Two processes that look for work whenever they are told the time."""

    def __init__(self, database_url: str, mailbox: Mailbox) -> None:
        self._running = [
            subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-c", _WORK, database_url, mailbox.settings.smtp or ""],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]

    def work(self, clock: Clock) -> None:
        """Let both work at the same moment, and wait for both."""
        for each in self._running:
            assert each.stdin is not None
            each.stdin.write(f"{clock.now.isoformat()}\n")
            each.stdin.flush()
        for each in self._running:
            assert each.stdout is not None
            assert each.stdout.readline() == "done\n"

    def stop(self) -> list[int]:
        for each in self._running:
            each.communicate(timeout=60)
        return [each.returncode for each in self._running]


def launched_ahead(store: Store) -> str:
    round_ = create_round(
        store,
        questionnaire=QUESTIONNAIRE,
        name="Ahead",
        organisation="Kite Works",
        opens_on=OPENS,
        closes_on=CLOSES,
    )
    store.people.replace(round_.id, people(round_.id))
    launch(store, round_.id, ORGANISER)
    store.mail_texts.set_plan(round_.id, MailPlan(automatic=True))
    return round_.id


def takes_answers(store: Store, round_id: str) -> bool:
    round_ = store.rounds.get(round_id)
    try:
        require_open(
            round_.state,
            opens_on=round_.opens_on,
            closes_on=round_.closes_on,
            today=store.today(),
        )
    except (EarlyLinkError, LateLinkError):
        return False
    return True


@dataclass
class Seen:
    """What became of a round: who got a mail on which day, and on which days it was open."""

    sent: dict[date, Counter[str]] = field(default_factory=dict)
    open_on: list[date] = field(default_factory=list)


def course_of(store: Store, round_id: str, database_url: str, clock: Clock) -> Seen:
    """Let two processes work once a day until the round is over; 20 people answer on one day."""
    seen, invitations = Seen(), store.invitations.of(round_id)
    with serving(Mailbox()) as mailbox:
        processes = Processes(database_url, mailbox)
        while (today := clock.now.date()) <= CLOSES + timedelta(days=2):
            before = len(mailbox.arrived)
            processes.work(clock)
            if arrived := mailbox.arrived[before:]:
                seen.sent[today] = Counter(address for address, _ in arrived)
            if takes_answers(store, round_id):
                seen.open_on.append(today)
            if today == MOST_ANSWER_ON:
                for number, each in enumerate(invitations[:20]):
                    store.responses.submit(each.invitation_id, response(number))
            clock.pass_by(days=1)
        assert processes.stop() == [0, 0]
    return seen


def test_a_round_launched_ahead_opens_reminds_and_closes_on_its_days_and_once(
    database_url: str,
) -> None:
    clock = Clock()  # Monday, 4 May, noon
    store = open_store(database_url, now=clock)
    store.migrate()
    round_id = launched_ahead(store)
    seen = course_of(store, round_id, database_url, clock)

    assert (seen.open_on[0], seen.open_on[-1], len(seen.open_on)) == (OPENS, CLOSES, 29)
    # The first reminder half-way, then every three days; from a weekend to the Monday after.
    assert {f"{day:%a %d %b}": len(who) for day, who in seen.sent.items()} == {
        "Wed 13 May": 25,
        "Wed 27 May": 25,
        "Mon 01 Jun": 5,
        "Thu 04 Jun": 5,
        "Mon 08 Jun": 5,
    }
    assert all(set(who.values()) == {1} for who in seen.sent.values())
    deeds = Counter(each.deed for each in store.audit.all(round_id) if each.by == "schedule")
    assert deeds == {"queued the invitations": 1, "queued a reminder": 4, "closed the round": 1}
    assert store.rounds.get(round_id).state == "closed"
    assert len(store.responses.of(round_id)) == 20
    store.close()
