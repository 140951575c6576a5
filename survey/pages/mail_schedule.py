"""The part of the mail page on when mail goes out, and what became of it."""

import streamlit as st

from survey.errors import SurveyError
from survey.mail import invite_now, remind_now, schedule_of, sender_ready
from survey.rounds import Round
from survey.session import settings, store
from survey.storage import Account, MailPlan
from survey.wording import mail_days, mailing_text


def draw_schedule(chosen: Round, account: Account) -> None:
    """Draw when a round's mail goes out, and buttons to send it now."""
    if not sender_ready(settings()):
        st.warning(
            "No mail server is set, so nothing is sent: set PLUMBLINE_SMTP and "
            "PLUMBLINE_MAIL_FROM, or hand links out as CSV under *Fieldwork*."
        )
    plan = store().mail_texts.plan(chosen.id)
    with st.form("plan"):
        automatic = st.toggle("Invite and remind by itself", plan.automatic)
        every = st.number_input("Days between reminders", 2, 30, plan.every_days)
        hour = st.number_input("Not before this hour of the day (UTC)", 0, 23, plan.from_hour)
        if st.form_submit_button("Keep"):
            plan = MailPlan(automatic=automatic, every_days=every, from_hour=hour)
            store().mail_texts.set_plan(chosen.id, plan)
            store().audit.note(account.email, "planned the mail", chosen.id)
    mailings = store().outbox.mailings(chosen.id)
    if plan.automatic:
        days = schedule_of(chosen, plan, mailings, today=store().today())
        st.markdown(mail_days(days.invitations, days.reminders, chosen.state))
    if chosen.state == "open":
        _draw_now(chosen, account)
    _draw_counts(chosen.id)


def _draw_now(chosen: Round, account: Account) -> None:
    with st.container(horizontal=True):
        inviting = st.button("Send the invitations now")
        reminding = st.button("Remind whoever has not answered")
    if not (inviting or reminding):
        return
    try:
        deed = invite_now if inviting else remind_now
        deed(store(), settings(), chosen.id, by=account.email)
    except SurveyError as error:
        st.error(error.advice)


@st.fragment(run_every="5s")
def _draw_counts(round_id: str) -> None:
    for each in store().outbox.mailings(round_id):
        st.progress((each.total - each.waiting) / max(1, each.total), text=mailing_text(each))
    if bounced := store().bounces.count(round_id):
        st.caption(f"Came back as undeliverable: {bounced:,} addresses. Which, nobody is shown.")
    if trouble := store().outbox.trouble():
        st.warning(trouble)
    st.caption("Done: sent, or left out because they had answered. Who that is, nobody is shown.")
