"""Commands run as from a terminal, and what they leave."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PEOPLE = "Name,Email,Group,Department,Desk\n" + "".join(
    f"Person {n},p{n}@example.com,{group},{'Sales' if n % 2 else 'Care'},{n}\n"
    for n, group in enumerate(["leader"] * 5 + ["staff"] * 20)
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one command left: exit status, standard output, standard error."""

    status: int
    out: str
    err: str


Run = Callable[..., Said]


def draft(run: Run) -> str:
    made = run("round", "create", "--questionnaire", "four_pillars", "--name", "Spring")
    assert made.status == 0, made.err
    return made.out.strip()


def opened(run: Run, people_file: Path) -> str:
    round_id = draft(run)
    assert run("people", "import", round_id, people_file).status == 0
    assert run("round", "launch", round_id).status == 0
    return round_id
