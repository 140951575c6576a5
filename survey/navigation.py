"""Every Streamlit page of both packages, by name: its file, its title, and who may see it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

_ROOT = Path(__file__).parent.parent
Section = Literal["Rounds", "Results", "Offsite", "Administration"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFile:
    """One page. ``listed``: it stands in the menu; others are reached from a round."""

    path: str
    title: str
    icon: str
    section: Section
    organiser_only: bool = True
    listed: bool = True


PAGES = {
    "rounds": PageFile(
        path="survey/pages/rounds.py", title="Rounds", icon=":material/list:", section="Rounds"
    ),
    "new_round": PageFile(
        path="survey/pages/new_round.py", title="New round", icon=":material/add:", section="Rounds"
    ),
    "people": PageFile(
        path="survey/pages/people.py",
        title="People",
        icon=":material/group:",
        section="Rounds",
        listed=False,
    ),
    "launch": PageFile(
        path="survey/pages/launch.py",
        title="Preview and launch",
        icon=":material/rocket_launch:",
        section="Rounds",
        listed=False,
    ),
    "fieldwork": PageFile(
        path="survey/pages/fieldwork.py",
        title="Fieldwork",
        icon=":material/forum:",
        section="Rounds",
        listed=False,
    ),
    "mail": PageFile(
        path="survey/pages/mail.py",
        title="Mail",
        icon=":material/mail:",
        section="Rounds",
        listed=False,
    ),
    "ways": PageFile(
        path="survey/pages/ways.py",
        title="Ways to answer",
        icon=":material/qr_code:",
        section="Rounds",
        listed=False,
    ),
    "progress": PageFile(
        path="analysis/pages/progress.py",
        title="Enough for a verdict?",
        icon=":material/monitoring:",
        section="Rounds",
        listed=False,
    ),
    "manage": PageFile(
        path="survey/pages/manage.py",
        title="Manage",
        icon=":material/tune:",
        section="Rounds",
        listed=False,
    ),
    "import_round": PageFile(
        path="analysis/pages/import_round.py",
        title="Bring a round",
        icon=":material/upload_file:",
        section="Rounds",
    ),
    "publish": PageFile(
        path="analysis/pages/publish.py",
        title="Publish",
        icon=":material/publish:",
        section="Rounds",
        listed=False,
    ),
    "overview": PageFile(
        path="analysis/pages/overview.py",
        title="Overview",
        icon=":material/balance:",
        section="Results",
        organiser_only=False,
    ),
    "pillar": PageFile(
        path="analysis/pages/pillar.py",
        title="Pillars",
        icon=":material/view_column:",
        section="Results",
        organiser_only=False,
    ),
    "ladder": PageFile(
        path="analysis/pages/ladder.py",
        title="Service ladder",
        icon=":material/stairs:",
        section="Results",
        organiser_only=False,
    ),
    "segments": PageFile(
        path="analysis/pages/segments.py",
        title="Segments",
        icon=":material/grid_view:",
        section="Results",
        organiser_only=False,
    ),
    "silos": PageFile(
        path="analysis/pages/silos.py",
        title="Between departments",
        icon=":material/compare_arrows:",
        section="Results",
        organiser_only=False,
    ),
    "prediction": PageFile(
        path="analysis/pages/prediction.py",
        title="Prediction",
        icon=":material/psychology:",
        section="Results",
        organiser_only=False,
    ),
    "offsite": PageFile(
        path="analysis/pages/offsite.py",
        title="Offsite",
        icon=":material/groups:",
        section="Offsite",
        organiser_only=False,
    ),
    "present": PageFile(
        path="analysis/pages/present.py",
        title="Projector",
        icon=":material/present_to_all:",
        section="Results",
        organiser_only=False,
        listed=False,
    ),
    "voices": PageFile(
        path="analysis/pages/voices.py",
        title="Voices",
        icon=":material/record_voice_over:",
        section="Results",
        organiser_only=False,
    ),
    "trend": PageFile(
        path="analysis/pages/trend.py",
        title="Trend",
        icon=":material/timeline:",
        section="Results",
        organiser_only=False,
    ),
    "commitments": PageFile(
        path="analysis/pages/commitments.py",
        title="Commitments",
        icon=":material/task_alt:",
        section="Offsite",
        organiser_only=False,
    ),
    "brief": PageFile(
        path="analysis/pages/brief.py",
        title="Leader brief",
        icon=":material/campaign:",
        section="Offsite",
        organiser_only=False,
    ),
    "download": PageFile(
        path="analysis/pages/download.py",
        title="Downloads",
        icon=":material/download:",
        section="Results",
        organiser_only=False,
    ),
    "method": PageFile(
        path="analysis/pages/method.py",
        title="Method and withheld",
        icon=":material/fact_check:",
        section="Results",
        organiser_only=False,
    ),
    "accounts": PageFile(
        path="survey/pages/accounts.py",
        title="Accounts",
        icon=":material/badge:",
        section="Administration",
    ),
    "audit": PageFile(
        path="survey/pages/audit.py",
        title="Audit trail",
        icon=":material/history:",
        section="Administration",
    ),
}


def page(name: str) -> st.Page:
    """Return the page of that name, for the menu or for a link to it."""
    file = PAGES[name]
    return st.Page(
        _ROOT / file.path,
        title=file.title,
        icon=file.icon,
        url_path=name,
        visibility="visible" if file.listed else "hidden",
    )


def link_to(name: str, label: str, *, round_id: str) -> None:
    """Draw a link to a page about one round."""
    st.page_link(page(name), label=label, query_params={"round": round_id})
