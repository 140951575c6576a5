"""What the organiser reads about a round, in plain words."""

from survey.fieldwork import LaunchSummary
from survey.rounds import ResponseRate


def frozen_at_launch(summary: LaunchSummary) -> tuple[str, ...]:
    """Return one Markdown line for each thing that a launch fixes for good."""
    chosen, limits = summary.round, summary.round.thresholds
    return (
        (
            f"**Questionnaire** {chosen.questionnaire.id} v{chosen.questionnaire.version}, word "
            f"for word (fingerprint `{chosen.fingerprint[:12]}`)"
        ),
        f"**Invited**: {summary.invited['leaders']} leaders and {summary.invited['staff']} staff",
        f"**Margin** {chosen.margin:.2f}: a smaller gap does not matter",
        (
            f"**Thresholds**: {limits.scores} answers behind a number, {limits.counts} behind a "
            f"table of counts, {limits.comments} authors behind comments; the form's first page "
            "says so"
        ),
        (
            f"**Answers** are taken from {chosen.opens_on or 'launch'} to "
            f"{chosen.closes_on or 'the day you close the round'}"
        ),
    )


def merged_values(summary: LaunchSummary) -> dict[str, list[str]]:
    """Return the columns of a table of what is stored less finely than the list gives it."""
    merged = summary.coarsening.merged
    return {
        "Group": [each.group for each in merged],
        "Attribute": [each.attribute for each in merged],
        "Value": [each.value for each in merged],
        "Stored as": [each.into or "not stored" for each in merged],
        "People": [f"{each.people} of {each.of}" for each in merged],
    }


def rate_text(rate: ResponseRate) -> str:
    """Return ``41 of 60 answered (68 %)``, or why it is not shown.

    Examples
    --------
    >>> rate_text(ResponseRate(group="staff", segment=None, invited=60, answered=41))
    '41 of 60 answered (68 %)'
    >>> rate_text(ResponseRate(group="staff", segment=None, invited=4, answered=None))
    '4 invited, not shown: too few'
    """
    if rate.answered is None:
        return f"{rate.invited} invited, not shown: too few"
    return (
        f"{rate.answered} of {rate.invited} answered ({rate.answered / rate.invited:.0%})".replace(
            "%", " %"
        )
    )
