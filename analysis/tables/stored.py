"""A closed round's answers as columns."""

import numpy as np

from analysis.tables.asked import questions_of
from analysis.tables.counting import Answers
from survey.storage import Store


def answers_of_round(store: Store, round_id: str) -> Answers:
    """Return a closed round's answers as columns.

    Raises
    ------
    UnknownRoundError, RoundStateError
        There is no such round, or it still takes answers.
    """
    round_ = store.rounds.get(round_id)
    responses = store.responses.of(round_id)
    names = sorted({name for each in responses for name in each.attributes})
    asked = questions_of(round_.questionnaire, rated=round_.rated)
    ids = [each.id for each in asked if each.kind != "pillar"]
    return Answers(
        is_leader=np.array([each.group == "leaders" for each in responses], dtype=np.bool_),
        attributes={
            name: np.array([each.attributes.get(name, "") for each in responses], dtype=np.str_)
            for name in names
        },
        choices={
            key: np.array([each.choices.get(key, 0) for each in responses], dtype=np.int8)
            for key in ids
        },
    )
