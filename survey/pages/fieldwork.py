"""Page: an open round: how many have answered, everybody's link, closing."""

import streamlit as st

from survey.fieldwork import close, links_csv, personal_links, status
from survey.navigation import link_to, page
from survey.session import chosen_round, require, settings, store
from survey.wording import rate_text

account = require("organiser")
st.title("Fieldwork", anchor=False)
launched = [each for each in store().rounds.all() if each.state != "draft"]
if not launched:
    st.info("No round was launched yet. Make a round, bring the people list, then launch.")
    st.stop()
chosen = chosen_round(launched)
if chosen.state != "open":
    st.info("This round has closed: no more answers are taken.")
    link_to("publish", "Publish", round_id=chosen.id)
    st.stop()

st.subheader("Response rates", anchor=False)
st.caption("Only for groups of 5 or more invited. Who has answered is shown to nobody.")


@st.fragment(run_every="5s")
def live_rates() -> None:
    """Draw the response rates, refreshed without a click: never answers, never names."""
    for rate in status(store(), chosen.id).rates:
        name = rate.group if rate.segment is None else f"{rate.group}, {rate.segment[1]}"
        st.progress((rate.answered or 0) / rate.invited, text=f"{name}: {rate_text(rate)}")


live_rates()

st.subheader("Everybody's link", anchor=False)
st.markdown(
    "A file with person, email and link for mail merge. Whoever holds a link could answer in "
    "that person's place: send each only to its person, then delete the file."
)


def fresh_links() -> str:
    """Return new links for everybody as CSV; those handed out before stay good."""
    store().audit.note(account.email, "exported everybody's link", chosen.id)
    return links_csv(personal_links(store(), chosen.id, settings().base_url))


st.download_button("Links as CSV", fresh_links, "links.csv", "text/csv", on_click="ignore")


@st.dialog("Close this round?")
def confirm() -> None:
    """Ask once more, since a closed round takes no answers again."""
    st.write("Nobody can answer after this. Unfinished drafts are deleted.")
    if st.button("Close the round", type="primary"):
        close(store(), chosen.id, account.email)
        st.switch_page(page("publish"), query_params={"round": chosen.id})


if st.button("Close …"):
    confirm()
