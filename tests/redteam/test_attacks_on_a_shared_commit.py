"""Of people who submit at the same moment and are written together none seems to be first."""

import random
from pathlib import Path

from survey.fieldwork import personal_links
from survey.invitations import new_id, token_hash
from survey.responses import Response
from survey.storage.driver import Driver
from tests.redteam.crowd import Agreement, Gathering, lying, submitted_at_once, swept
from tests.redteam.whole_round import choices_of, launched, people_of
from tests.survey.examples import ITEMS
from tests.survey.served import BASE_URL

WAVES, AT_ONCE = 3, 30  # so few that their rows fit one page, which keeps their order
BY_CHANCE = 5.0  # deviations, which chance passes once in 1,700,000 times


def test_rows_written_together_tell_nobody_s_turn(driver: Driver, tmp_path: Path) -> None:
    store, file = Gathering(driver), tmp_path / "plumbline.db"
    people = people_of({("staff", "Sales"): (1 + WAVES) * AT_ONCE})
    links = personal_links(store, launched(store, people), BASE_URL)
    arriving = random.sample(range(len(people)), len(people))
    waves = [arriving[begun : begun + AT_ONCE] for begun in range(0, len(arriving), AT_ONCE)]

    # As a program writes them that takes each in turn.
    careless = Agreement()
    changes = [
        store.responses.submission(
            _invitation(store, links[number].link),
            Response(
                id=new_id(),
                choices=dict(zip(ITEMS, choices_of(number), strict=False)),
                comments={},
            ),
        )
        for number in waves[0]
    ]
    assert driver.write_each(changes) == [None] * AT_ONCE
    careless.add([lying(driver, file).index(number) for number in waves[0]], [AT_ONCE])
    assert careless.deviations > BY_CHANCE

    ours = Agreement()
    for wave in waves[1:]:
        swept(driver, store)
        paths = [each.link.removeprefix(BASE_URL) for each in links]
        together = submitted_at_once(store, paths, wave)
        rows = lying(driver, file)
        assert sorted(rows) == sorted(wave)
        ours.add([rows.index(number) for number in wave], together)
    assert ours.most > BY_CHANCE  # enough were written together for an order to be seen
    assert abs(ours.deviations) < BY_CHANCE


def _invitation(store: Gathering, link: str) -> str:
    found = store.invitations.by_token_hash(token_hash(link.rpartition("/")[2]))
    assert found is not None
    return found.id
