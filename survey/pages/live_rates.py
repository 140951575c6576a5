"""The part of the fieldwork page that shows response rates as they come."""

import streamlit as st

from survey.fieldwork import status
from survey.session import store
from survey.wording import rate_name, rate_text


@st.fragment(run_every="5s")
def live_rates(round_id: str) -> None:
    """Draw the response rates, refreshed without a click: never answers, never names."""
    for rate in status(store(), round_id).rates:
        share = (rate.answered or 0) / rate.invited
        st.progress(share, text=f"{rate_name(rate)}: {rate_text(rate)}")
