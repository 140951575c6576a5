"""Page: a round's invitations and reminders: when they go out, their words, counts."""

import streamlit as st

from survey.errors import MailError
from survey.mail import KINDS, PLACEHOLDERS, check_text, example_mail, send_test, words_for
from survey.pages.mail_bounces import draw_bounces
from survey.pages.mail_schedule import draw_schedule
from survey.session import chosen_round, require, settings, store
from survey.storage import Kind, MailText

account = require("organiser")
st.title("Mail", anchor=False)
running = [each for each in store().rounds.all() if each.state in {"draft", "open", "paused"}]
if not running:
    st.info("No round is in draft or open, so there is nobody to write to.")
    st.stop()
chosen = chosen_round(running)
draw_schedule(chosen, account)
draw_bounces(chosen, account)

st.subheader("Words", anchor=False)
changed = store().mail_texts.of(chosen.id)
first, second = st.columns(2)
picked = first.segmented_control("Mail", KINDS, default="invitation", format_func=str.capitalize)
wanted = second.selectbox("Language", chosen.questionnaire.languages)
kind: Kind = "reminder" if picked == "reminder" else "invitation"
language, text = words_for(chosen, kind, wanted, changed)
if language != wanted:
    st.caption(f"There are no words in {wanted} yet: people get {language} until you write them.")
with st.form(f"words {kind} {wanted}"):
    subject = st.text_input("Subject", text.subject)
    body = st.text_area("Text", text.body, height=300)
    st.caption(", ".join(f"`{{{name}}}` {what}" for name, what in PLACEHOLDERS.items()))
    kept = st.form_submit_button("Keep these words", type="primary")
    reset = st.form_submit_button("Back to Plumbline's own")
if kept or reset:
    new = MailText(subject.strip(), body.strip()) if kept else None
    if new is not None:
        check_text(new)
    store().mail_texts.save(chosen.id, kind, wanted, new)
    store().audit.note(account.email, f"changed the words of the {kind} in {wanted}", chosen.id)
    st.rerun()

st.subheader("As it will read", anchor=False)
shown_subject, plain, html = example_mail(text, chosen, language)
st.text(f"Subject: {shown_subject}")
with_design, as_text = st.tabs(["With design", "Plain text"])
with with_design:
    st.iframe(html, height=420)
as_text.text(plain)

if st.button(f"Send it to {account.email} as a test"):
    try:
        send_test(
            store(), settings(), round_id=chosen.id, kind=kind, language=language, to=account.email
        )
        st.success("Sent. Its link leads to the preview.")
    except MailError as error:
        st.error(error.advice)
