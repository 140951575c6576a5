"""Every error this product raises on purpose.

SurveyError
├── SettingsError              an environment variable says something it must not
├── QuestionnaireError         a questionnaire file says something it must not
├── PeopleError                a people list cannot be taken
├── RoundError                 a round's settings are out of their limits
├── UnknownRoundError          no such round
├── RoundStateError            the round is not in the state this needs
├── LinkError                  a link cannot be used to answer
│   ├── UnknownLinkError       no invitation has this link
│   ├── UsedLinkError          the invitation was already used
│   ├── EarlyLinkError         the round is not open yet
│   ├── PausedLinkError        the round is paused
│   └── LateLinkError          the round has closed
│       └── CancelledLinkError it was cancelled
├── ResponseError              an answer does not fit the questionnaire
├── AccountError               a sign-in, set-up link or password was refused
├── OffsiteError               an offsite's agenda or a phone's reply was refused
├── BriefError                 a choice of comments for a brief was refused
├── CommitmentError            a commitment is incomplete, or was changed meanwhile
├── RequestError               a browser sent what cannot be read: too long or wrongly encoded
├── MailError                  mail cannot be sent, or its text cannot be used
├── FileError                  an input file cannot be read or understood
├── DisclosureError            a publication would give away what it must hide
└── StorageError               the database could not be reached or used
"""

from collections.abc import Sequence

from survey.phrases import phrase


class SurveyError(Exception):
    """Base class: a page may show ``advice`` to the person and carry on.

    ``str(error)`` is for the log and names ids; ``advice`` is for the screen
    and says what the person can do next. Neither ever holds a link or an answer.
    """

    advice: str = phrase("Something went wrong. Nothing was changed. Please try again in a minute.")

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        super().__init__(message)
        if advice is not None:
            self.advice = advice


class SettingsError(SurveyError):
    """An environment variable says something it must not."""


class QuestionnaireError(SurveyError):
    """A questionnaire file says something it must not.

    ``place`` is the line ("line 12") or the path ("pillars[0].items[2].staff").
    """

    def __init__(self, file: str, place: str, problem: str, *, advice: str) -> None:
        self.file = file
        self.place = place
        self.problem = problem
        super().__init__(f"{file}: {place}: {problem}. {advice}", advice=advice)


class PeopleError(SurveyError):
    """A people list cannot be taken: every bad row is named, none was stored.

    ``problems`` holds one sentence a bad row or column, each naming it and the value.
    ``good_rows`` is how many people could be taken without the bad rows; 0 where the
    problem is the list itself.
    """

    def __init__(self, problems: Sequence[str], *, advice: str, good_rows: int = 0) -> None:
        self.problems = tuple(problems)
        self.good_rows = good_rows
        super().__init__("\n".join((*self.problems, advice)), advice=advice)


class UnchosenColumnError(PeopleError):
    """A column of a people list is still to be chosen; nothing is wrong with the list."""


class RoundError(SurveyError):
    """A round's settings are out of their limits: its margin, thresholds or days."""


class UnknownRoundError(SurveyError):
    """There is no such round."""

    def __init__(self, round_id: str) -> None:
        super().__init__(
            f"there is no round {round_id!r}",
            advice="Check the round's id: `python -m survey round list` shows all of them.",
        )


class RoundStateError(SurveyError):
    """The round is not in the state this needs, for instance it is still a draft."""


class LinkError(SurveyError):
    """A link cannot be used to answer. The message never holds the link."""


class UnknownLinkError(LinkError):
    """No invitation has this link."""


class UsedLinkError(LinkError):
    """The invitation of this link was already used."""


class EarlyLinkError(LinkError):
    """The round of this link is not open yet."""


class PausedLinkError(LinkError):
    """The round of this link is paused: it takes no answers until it goes on."""


class LateLinkError(LinkError):
    """The round of this link has closed."""


class CancelledLinkError(LateLinkError):
    """The round of this link was cancelled: nothing that was answered is kept."""


class ResponseError(SurveyError):
    """An answer does not fit the questionnaire: an unknown item or a choice off its scale."""


class AccountError(SurveyError):
    """A sign-in, a set-up link or a password was refused."""


class OffsiteError(SurveyError):
    """An offsite's agenda, a code or a phone's reply was refused."""


class CommitmentError(SurveyError):
    """A commitment does not say who does what, or somebody else changed it meanwhile."""


class BriefError(SurveyError):
    """A choice of comments for the leader brief was refused."""


class RequestError(SurveyError):
    """A browser sent what cannot be read; ``status`` is the HTTP status to answer with."""

    advice = phrase(
        "The form did not arrive as a browser sends it, so nothing was saved. Go back with your "
        "browser's back button and send it again."
    )

    def __init__(self, message: str, *, status: int = 400, advice: str | None = None) -> None:
        self.status = status
        super().__init__(message, advice=advice)


class MailError(SurveyError):
    """Mail cannot be sent, or a text for it cannot be used. It never names an address."""


class FileError(SurveyError):
    """An input file cannot be read or understood."""


class DisclosureError(SurveyError):
    """A publication would give away what it must hide; nothing was released."""


class StorageError(SurveyError):
    """The database could not be reached or used."""
