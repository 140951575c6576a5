"""The part of the mail page that reads mail that came back, and keeps counts of it."""

import streamlit as st

from survey.mail import count_bounces, mails_of
from survey.rounds import Round
from survey.session import errors_shown, settings, store
from survey.storage import Account
from survey.wording import bounces_text


def draw_bounces(chosen: Round, account: Account) -> None:
    """Draw where delivery reports are handed in."""
    with st.expander("Mail that came back"), st.form("bounces", clear_on_submit=True):
        uploads = st.file_uploader(
            "Delivery reports, from the mailbox in PLUMBLINE_MAIL_FROM",
            type=["eml", "mbox", "mbx"],
            accept_multiple_files=True,
            help="Counted and not kept: of each address a mark that says no name.",
        )
        if st.form_submit_button("Count them") and uploads:
            with errors_shown():
                told = count_bounces(
                    store(),
                    chosen.id,
                    (mail for each in uploads for mail in mails_of(each.name, each.getvalue())),
                    secret=settings().secret,
                    by=account.email,
                )
                st.success(
                    f"{told.mails:,} mails, {told.reports:,} of them delivery reports. "
                    + bounces_text(told.counted, told.known, told.passing, told.strangers)
                )
