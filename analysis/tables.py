"""Answers become tables of counts here, once; nothing personal leaves."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Raw answers of n people, as columns. Never stored, never shown.

    ``is_leader`` has shape (n,). ``attributes`` maps a name to n values. ``choices`` maps
    an item's, ladder's or prediction's id to n numbers 1..K, 0 where there is no answer.
    """

    is_leader: NDArray[np.bool_]
    attributes: Mapping[str, NDArray[np.str_]]
    choices: Mapping[str, NDArray[np.int8]]
