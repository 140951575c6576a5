"""Page: leaders against the staff of each department or function, pillar by pillar."""

import streamlit as st

from analysis.charts.segment_rows import segment_alt, segment_rows, segment_table
from analysis.pages.showing import chosen_report, mode, said, show_chart
from analysis.segments import attributes_of, by_segment
from analysis.wording import SEGMENTS_NOTE, segments_finding

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
        st.markdown(f"##### {said(segments_finding(found))}")
        chart = segment_rows(found, margin=report.method.margin, mode=mode())
        show_chart(chart, alt=segment_alt(found), table=segment_table(found))
st.caption(
    "Withheld segments stand in their place in grey with the reason. Some are withheld only "
    "so that a smaller one cannot be worked out. *Method and withheld* lists everything."
)
