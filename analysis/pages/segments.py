"""Page: leaders against the staff of each department or function, pillar by pillar."""

import streamlit as st

from analysis.charts.figures import segment_figure
from analysis.pages.showing import chosen_report, mode, show
from analysis.segments import attributes_of, by_segment
from analysis.wording import SEGMENTS_NOTE

report = chosen_report("Segments")
attributes = attributes_of(report)
if not attributes:
    st.info("This round was not published by department, function or any other attribute.")
    st.stop()

attribute = st.segmented_control(
    "Staff by", attributes, default=attributes[0], required=True, format_func=str.capitalize
)
st.caption(SEGMENTS_NOTE)
places = st.columns(2, gap="large")
for number, found in enumerate(by_segment(report, attribute)):
    with places[number % 2]:
        show(segment_figure(found, mode(), margin=report.method.margin))
st.caption(
    "Withheld segments stand in their place in grey with the reason. Some are withheld only "
    "so that a smaller one cannot be worked out. *Method and withheld* lists everything."
)
