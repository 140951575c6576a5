"""What a phone is asked at a step, in its reader's language as far as there are words for it."""

from dataclasses import dataclass

from survey.agenda import Step
from survey.html.languages import best
from survey.questionnaire import Item, Ladder, Pillar, Questionnaire, scale_of, wording

_FEW = 4
"""Up to so many answers only the top one is favourable, as in the results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A step in words. ``language`` is that of the questionnaire's own words.

    ``lead`` stands before the question that the page asks by itself; ``favourable`` are the
    answers that count as agreeing. ``is_known`` says that the questionnaire has the step:
    otherwise the words are those the agenda was made with.
    """

    title: str
    lead: str
    labels: tuple[str, ...]
    language: str
    favourable: str = ""
    is_known: bool = True


def asked_of(step: Step, questionnaire: Questionnaire, language: str) -> Asked:
    """Return a step in ``language``, or in the questionnaire's first where it has not that one."""
    spoken = best((language,), questionnaire.languages) or questionnaire.languages[0]
    if step.kind == "challenge":
        asked = [each for each in questionnaire.open_questions if each.purpose == "challenge"]
        lead = wording(asked[0].staff, questionnaire, spoken) if asked else ""
        # Challenges are typed by an organiser, but suggested from the pillars' titles.
        first = questionnaire.languages[0]
        titles = {
            wording(each.title, questionnaire, first): wording(each.title, questionnaire, spoken)
            for each in questionnaire.pillars
        }
        labels = tuple(titles.get(each, each) for each in step.labels)
        return Asked(title=step.title, lead=lead, labels=labels, language=spoken)
    if step.kind == "agreement":
        return Asked(title=step.title, lead="", labels=(), language=spoken)
    found = _found(questionnaire, step.id)
    if isinstance(found, Ladder):
        rungs = tuple(wording(each, questionnaire, spoken) for each in found.rungs)
        if len(rungs) == len(step.labels):
            title = wording(found.title, questionnaire, spoken)
            return Asked(title=title, lead="", labels=rungs, language=spoken)
    if isinstance(found, Pillar):
        title = wording(found.title, questionnaire, spoken)
        lead = wording(found.about, questionnaire, spoken)
        return Asked(title=title, lead=lead, labels=(), language=spoken)
    if isinstance(found, Item):
        return Asked(
            title=wording(found.staff, questionnaire, spoken),
            lead="",
            labels=(),
            language=spoken,
            favourable=", ".join(_favourable(found, questionnaire, spoken)),
        )
    return Asked(
        title=step.title,
        lead=step.ask,
        labels=step.labels,
        language=questionnaire.languages[0],
        is_known=False,
    )


def _found(questionnaire: Questionnaire, key: str) -> Ladder | Pillar | Item | None:
    items = (each for pillar in questionnaire.pillars for each in pillar.items)
    every: list[Ladder | Pillar | Item]
    every = [*questionnaire.ladders, *questionnaire.pillars, *items]
    return next((each for each in every if each.id == key), None)


def _favourable(item: Item, questionnaire: Questionnaire, language: str) -> list[str]:
    scale = scale_of(questionnaire, item)
    labels = [wording(each, questionnaire, language) for each in scale.labels]
    if item.reversed:
        labels.reverse()
    return labels[-1:] if len(labels) <= _FEW else labels[-2:]
