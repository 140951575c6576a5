"""Page: ways to answer beside mail: printed codes for kiosks, and a shared link on a poster."""

import streamlit as st

from survey.navigation import link_to
from survey.posters import code_sheet, poster, qr_svg
from survey.session import chosen_round, errors_shown, require, settings, store
from survey.ways import codes_csv, frozen_values, printed_codes, shared_link

account = require("organiser")
st.title("Ways to answer", anchor=False)
running = [each for each in store().rounds.all() if each.state == "open"]
if not running:
    st.info("No round is open. Launch one first.")
    st.stop()
chosen = chosen_round(running)
link_to("fieldwork", "Personal links are under Fieldwork", round_id=chosen.id)
address = f"{settings().base_url}/k"

st.subheader("Printed codes", anchor=False)
st.markdown(
    f"For a kiosk or shared computer at **{address}**. Each code opens a blank form, once; "
    "nothing is left on the computer. Slips without names lie in piles: hand each pile to its own "
    "group, and let people draw."
)
everybody = st.toggle("Also for people with an e-mail address")
named = st.toggle("With names", help="Whoever prints the sheet then knows whose code is whose.")
made = f"codes of {chosen.id}"
if st.button("Make codes"):
    with errors_shown():
        codes = printed_codes(
            store(), chosen.id, secret=settings().secret, everybody=everybody, named=named
        )
        store().audit.note(account.email, f"exported {len(codes)} codes", chosen.id)
        st.session_state[made] = (code_sheet(chosen, codes, address), codes_csv(codes, address))
if made in st.session_state:
    sheet, table = st.session_state[made]
    st.download_button("Slips as PDF", sheet, "codes.pdf", "application/pdf")
    st.download_button("Codes as CSV", table, "codes.csv", "text/csv")

st.subheader("One shared link", anchor=False)
st.warning(
    "Weaker than personal links: whoever has the link can answer once in each browser, and say "
    "they belong where they do not. It is for people on the list without an e-mail address, link "
    "or code, and takes no more answers of a group than people are on the list."
)
places = {f"{k}: {v}": {k: v} for k, vs in frozen_values(store(), chosen.id).items() for v in vs}
where = st.selectbox("Where it hangs", ["", *places], format_func=lambda each: each or "Anywhere")
hung = f"poster of {chosen.id}"
if st.button("Make a link"):
    with errors_shown():
        shared = shared_link(store(), chosen.id, settings().base_url, places.get(where))
        store().audit.note(account.email, f"made a shared link {shared.where}".strip(), chosen.id)
        st.session_state[hung] = (shared, poster(chosen, shared))
if hung in st.session_state:
    shared, printed = st.session_state[hung]
    st.code(shared.link)
    st.download_button("Poster as PDF", printed, "poster.pdf", "application/pdf")
    st.download_button("QR code as SVG", qr_svg(shared.link), "qr.svg", "image/svg+xml")
