"""Page: how gaps moved over the rounds of a series, and what was committed meanwhile."""

import streamlit as st

from analysis.board.series import reports_up_to
from analysis.charts.trend_lines import trend_alt, trend_chart, trend_table
from analysis.pages.showing import chosen_report, mode, said, show_chart
from analysis.series import trends_of
from analysis.wording import AT_LEAST, trend_lines, trends_finding
from survey.session import store

report = chosen_report("Trend")
reports = reports_up_to(report)
if len(reports) == 1:
    st.info("This is the first round of its series. Trends begin with the second.")
trends = trends_of(reports)
made = store().commitments.of([each.publication.round for each in reports])
st.markdown(f"**{said(trends_finding(trends))}**")
st.caption(f"{AT_LEAST} Diamonds are commitments on the day they are due, filled when done.")

until = max((each.by for each in made if each.state != "dropped"), default=None)
places = st.columns(2, gap="large")
for number, trend in enumerate(trends):
    own = [each for each in made if each.question == trend.question.id and each.state != "dropped"]
    with places[number % 2]:
        st.markdown(f"##### {said(trend.question.title)}")
        chart = trend_chart(trend, own, mode(), until=until)
        show_chart(chart, alt=trend_alt(trend, own), table=trend_table(trend))
        for line in trend_lines(trend):
            st.markdown(said(line))
        for at, each in enumerate(own, 1):
            st.text(f"{at}: {each.what} ({each.who}, by {each.by:%d %b %Y}, {each.state})")
