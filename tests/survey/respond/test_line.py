"""People who come together are served together, each with what is theirs."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TypeVar

import pytest

from survey.respond.line import Line, one_by_one

Told = TypeVar("Told")


def run(doing: Coroutine[None, None, Told]) -> Told:
    """Run it in a thread of its own: in this one a browser test's event loop may be left."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, doing).result()


def doubled(wishes: Sequence[int]) -> list[int | Exception]:
    return [2 * each for each in wishes]


def test_everybody_gets_what_they_wished_for() -> None:
    line = Line(doubled, hands=3)

    async def crowd() -> list[int]:
        return await asyncio.gather(*(line.served(number) for number in range(200)))

    assert run(crowd()) == [2 * number for number in range(200)]


@pytest.mark.parametrize(("hands", "most"), [(1, 4), (2, 2)])
def test_a_free_hand_takes_its_share_of_all_who_came_meanwhile(hands: int, most: int) -> None:
    taken: list[list[int]] = []
    begun, go_on = Event(), Event()

    def serve(wishes: Sequence[int]) -> list[int | Exception]:
        taken.append(list(wishes))
        begun.set()
        go_on.wait(10)
        return list(wishes)

    async def crowd() -> None:
        line = Line(serve, hands=hands)
        first = [asyncio.ensure_future(line.served(0)) for _ in range(hands)]
        await asyncio.to_thread(begun.wait, 10)
        later = [asyncio.ensure_future(line.served(number)) for number in range(1, 5)]
        await asyncio.sleep(0)  # until all of them stand in line
        go_on.set()
        await asyncio.gather(*first, *later)

    run(crowd())

    assert max(map(len, taken)) == most
    assert sorted(number for share in taken for number in share if number) == [1, 2, 3, 4]


def test_one_error_is_told_to_whom_it_concerns_and_the_line_moves_on() -> None:
    def failing() -> int:
        raise KeyError("mine")

    line: Line[Callable[[], int], int] = Line(one_by_one, hands=1)

    async def crowd() -> list[int | BaseException]:
        deeds: list[Callable[[], int]] = [lambda: 1, failing, lambda: 3]
        return await asyncio.gather(*(line.served(each) for each in deeds), return_exceptions=True)

    one, other, third = run(crowd())
    assert (one, third) == (1, 3)
    assert isinstance(other, KeyError)


def test_when_serving_fails_all_who_were_served_are_told_and_nobody_after_them() -> None:
    is_broken = [True]

    def serve(wishes: Sequence[int]) -> list[int | Exception]:
        if is_broken.pop() if is_broken else False:
            raise OSError("the disk is full")
        return list(wishes)

    line = Line(serve, hands=1)

    with pytest.raises(OSError, match="full"):
        run(line.served(1))
    assert run(line.served(2)) == 2


def test_somebody_who_left_keeps_nobody_waiting() -> None:
    go_on = Event()

    def serve(wishes: Sequence[int]) -> list[int | Exception]:
        go_on.wait(10)
        return list(wishes)

    line = Line(serve, hands=1)

    async def impatient() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(line.served(1), 0.01)

    run(impatient())  # whose event loop is closed when they are served
    go_on.set()

    assert run(line.served(2)) == 2
