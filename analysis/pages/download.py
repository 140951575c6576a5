"""Page: the round as a file, made when it is asked for."""

import streamlit as st

from analysis.board.series import series_up_to
from analysis.exporters import FORMATS, MEDIA_TYPES, Format, export, file_name
from analysis.pages.showing import chosen_report, enlarged, said

WHAT: dict[Format, str] = {
    "pptx": "Slides (PowerPoint): charts that can be edited, plain sentences in the notes",
    "pdf": "Print (PDF): a page a pillar, also legible in grey",
    "xlsx": "Spreadsheet (Excel): the results, and every table that was released",
    "csv": "Numbers (CSV): one row a released number, for other programs",
    "html": "One page (HTML): works without a network, on any screen",
    "json": "Everything (JSON): the publication and what was computed from it",
}

report = chosen_report("Downloads")
enlarged()
st.markdown(
    "Every file is made from the same report, with its series and commitments, and has the method "
    "sheet."
)
chosen: Format = st.radio("File", list(FORMATS), format_func=lambda each: WHAT[each])
name = file_name(report, chosen)

if st.button("Make the file", type="primary"):
    bar = st.progress(0.0, text="Starting")

    def _show(done: float, what: str) -> None:
        bar.progress(min(done, 1.0), text=said(what))

    content = export(report, chosen, series=series_up_to(report), progress=_show)
    bar.empty()
    # The last one only: a session is not a place to keep files.
    st.session_state["file"] = (name, report.publication.round, content)

made, of_round, content = st.session_state.get("file", ("", "", b""))
if (made, of_round) == (name, report.publication.round):
    st.success(f"Ready: {len(content) / 1e6:.1f} MB")
    st.download_button(
        f"Download {said(name)}",
        content,
        file_name=name,
        mime=MEDIA_TYPES[chosen],
        on_click="ignore",
    )
