"""Questionnaire files: where they are, how one is loaded, and what a check reports."""

import re
from pathlib import Path

import msgspec

from survey.errors import QuestionnaireError
from survey.questionnaire import misfit, rules, strict_yaml
from survey.questionnaire.asking import fingerprint, questions, scale_of, wording
from survey.questionnaire.model import GROUPS, Group, Pillar, Questionnaire

FOLDER = Path(__file__).parents[2] / "questionnaires"
_NAME = re.compile(r"(?P<id>[a-z][a-z0-9_]*)\.v(?P<version>[1-9][0-9]*)\.yaml")
_RENAME = "Name it <id>.v<version>.yaml, for instance four_pillars.v2.yaml."


def questionnaire_paths(folder: Path = FOLDER) -> list[Path]:
    """Return the files that are named like questionnaires, by id, oldest version first."""
    named = [(match, path) for path in folder.iterdir() if (match := _NAME.fullmatch(path.name))]
    return [path for match, path in sorted(named, key=lambda each: _order(each[0]))]


def find_questionnaire(name: str, folder: Path = FOLDER) -> Questionnaire:
    """Load ``four_pillars`` (its newest version) or ``four_pillars.v1`` (that one).

    Raises
    ------
    QuestionnaireError
        There is none of this name, or its file is refused by `load_questionnaire`.
    """
    paths = questionnaire_paths(folder)
    fitting = [path for path in paths if name in {path.stem, path.stem.rpartition(".v")[0]}]
    if not fitting:
        raise QuestionnaireError(
            str(folder),
            name,
            "there is no questionnaire of this name",
            advice=f"Choose one of: {', '.join(path.stem for path in paths) or 'none yet'}.",
        )
    return load_questionnaire(fitting[-1])


def load_questionnaire(path: Path) -> Questionnaire:
    """Read and check one questionnaire file, also against its earlier versions beside it.

    Raises
    ------
    QuestionnaireError
        The file cannot be read, is not strict YAML, does not have the shape in
        `survey.questionnaire.model`, or breaks a rule in `survey.questionnaire.rules`;
        the message names the file, the line and path, and what to do.
    """
    questionnaire, marked = _read(path)
    problem = next(rules.problems(questionnaire), None)
    if problem is None:
        earlier = [_read(each)[0] for each in _earlier(path, questionnaire)]
        problem = next(rules.reused_ids(questionnaire, earlier), None)
    if problem is not None:
        raise QuestionnaireError(
            path.name, marked.place(problem.path), problem.problem, advice=problem.advice
        )
    return questionnaire


def check_report(path: Path) -> str:
    """Return what a file holds, for whoever wrote it; raises as `load_questionnaire` does."""
    questionnaire = load_questionnaire(path)
    lines = [f"{path.name}: no problem found", f"title: {_title(questionnaire)}"]
    lines += [f"languages: {', '.join(questionnaire.languages)}"]
    lines += [_pillar_line(pillar) for pillar in questionnaire.pillars]
    for ladder in questionnaire.ladders:
        lines.append(f"ladder {ladder.id}: {len(ladder.rungs)} rungs")
    if (matrix := questionnaire.silo_matrix) is not None:
        answers = len(scale_of(questionnaire, matrix).labels)
        lines.append(f"silo matrix {matrix.id}: {answers} answers for each other department")
    lines += [_asked_line(questionnaire, group) for group in GROUPS]
    return "\n".join((*lines, f"fingerprint: {fingerprint(questionnaire)}"))


def _pillar_line(pillar: Pillar) -> str:
    turned = sum(item.reversed for item in pillar.items)
    whose = "" if pillar.function is None else f", for {pillar.function.strip()} and leaders"
    items = "1 item" if len(pillar.items) == 1 else f"{len(pillar.items)} items"
    return f"pillar {pillar.id}: {items}, {turned} reverse-worded{whose}"


def _asked_line(questionnaire: Questionnaire, group: Group) -> str:
    """Say how many questions a group has, a silo matrix as one and modules apart."""
    every = questions(questionnaire, group, rated=[""])
    asked = questions(questionnaire, group, rated=[""], attributes={})
    opens = sum(question.kind == "open" for question in asked)
    more = len(every) - len(asked)
    modules = f", and up to {more} by function" if more else ""
    return f"asked of {group}: {len(asked)} questions, {opens} of them open{modules}"


def _title(questionnaire: Questionnaire) -> str:
    return wording(questionnaire.title, questionnaire, questionnaire.languages[0])


def _order(match: re.Match[str]) -> tuple[str, int]:
    return match["id"], int(match["version"])


def _read(path: Path) -> tuple[Questionnaire, strict_yaml.MarkedData]:
    name = _NAME.fullmatch(path.name)
    if name is None:
        raise QuestionnaireError(
            path.name, "file name", "this is not a questionnaire's name", advice=_RENAME
        )
    try:
        document = path.read_bytes()
    except OSError as error:
        raise QuestionnaireError(
            str(path), "file", f"it cannot be read: {error.strerror}", advice="Check the path."
        ) from error
    marked = strict_yaml.read_strictly(document, path.name)
    try:
        questionnaire = msgspec.convert(marked.data, Questionnaire)
    except msgspec.ValidationError as error:
        raise misfit.refusal(path.name, marked, str(error)) from error
    for step, in_name in (("id", name["id"]), ("version", int(name["version"]))):
        if getattr(questionnaire, step) != in_name:
            raise QuestionnaireError(
                path.name,
                marked.place((step,)),
                f"the {step} is {getattr(questionnaire, step)}, the file's name says {in_name}",
                advice="Make them the same: one file is one version of one questionnaire.",
            )
    return questionnaire, marked


def _earlier(path: Path, questionnaire: Questionnaire) -> list[Path]:
    found = []
    for each in questionnaire_paths(path.parent):
        match = _NAME.fullmatch(each.name)
        if match and _order(match) < (questionnaire.id, questionnaire.version):
            found += [each] if match["id"] == questionnaire.id else []
    return found
