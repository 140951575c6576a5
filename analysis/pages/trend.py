"""Page: how gaps moved over the rounds of a series, and what was committed meanwhile."""

import streamlit as st

from analysis.board.series import reports_up_to
from analysis.charts.figures import trend_figure
from analysis.pages.showing import chosen_report, mode, said, show
from analysis.series import Trend, trend_of, trends_of
from analysis.wording import AT_LEAST, trend_lines, trends_finding
from analysis.wording.titles import ITEMS_NOTE, rounded_note
from survey.session import store

report = chosen_report("Trend")
reports = reports_up_to(report)
if len(reports) == 1:
    st.info("This is the first round of its series. Trends begin with the second.")
trends = trends_of(reports)
made = store().commitments.of([each.publication.round for each in reports])
st.markdown(f"**{said(trends_finding(trends))}**")
st.caption(f"{AT_LEAST} Diamonds are commitments on the day they are due, filled when done.")
if rounded_note(trends):
    st.info(said(rounded_note(trends)))
until = max((each.by for each in made if each.state != "dropped"), default=None)


def draw(trend: Trend) -> None:
    """Draw one question's rounds, with what was committed on it."""
    own = [each for each in made if each.question == trend.question.id and each.state != "dropped"]
    show(trend_figure(trend, mode(), own, until=until))
    for line in trend_lines(trend):
        st.markdown(said(line))
    for at, each in enumerate(own, 1):
        st.text(f"{at}: {each.what} ({each.who}, by {each.by:%d %b %Y}, {each.state})")


places = st.columns(2, gap="large")
for number, trend in enumerate(trends):
    with places[number % 2]:
        draw(trend)

if report.pillars:
    st.subheader("Item by item", anchor=False)
    st.caption(ITEMS_NOTE)
    titles = [each.question.title for each in report.pillars]
    chosen = st.selectbox(
        "Items of", range(len(titles)), index=None, format_func=titles.__getitem__
    )
    columns = st.columns(2, gap="large")
    for number, item in enumerate(() if chosen is None else report.pillars[chosen].items):
        with columns[number % 2]:
            draw(trend_of(reports, item.question.id))
