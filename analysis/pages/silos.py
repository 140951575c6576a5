"""Page: how well departments say that work goes between them, and which two see it differently."""

import streamlit as st

from analysis.charts.figures import silo_figures
from analysis.charts.silo_matrix import is_legible, silo_matrix_table, silo_pairs_table
from analysis.pages.showing import chosen_report, mode, said, show
from analysis.prompts import silo_prompts
from analysis.wording import (
    EMPTY_MATRIX,
    ORDER_NOTE,
    SILOS_NOTE,
    asymmetries_sentence,
    asymmetry_sentence,
    is_shown,
    not_compared_lines,
    nothing_shown,
    worth_a_look,
)

report = chosen_report("Between departments")
matrix = report.silo_matrix
if matrix is None:
    st.info(EMPTY_MATRIX)
    st.stop()
if not is_shown(matrix):
    st.info(nothing_shown(matrix))
    st.stop()

st.caption(said(matrix.text["staff"]))
st.markdown(f"**{said(asymmetries_sentence(matrix))}**")
for pair in worth_a_look(matrix):
    st.markdown(f"- {said(asymmetry_sentence(matrix, pair))}")
st.caption(SILOS_NOTE)
with st.expander("To discuss", icon=":material/forum:"):
    st.markdown("\n".join(f"- {said(each)}" for each in silo_prompts()))
*fields, everyone = silo_figures(matrix, mode())
for figure in fields:
    show(figure)
if not is_legible(matrix):
    st.subheader("Every rating", anchor=False)
    st.dataframe(silo_matrix_table(matrix), hide_index=True)
st.caption(ORDER_NOTE)
show(everyone)

st.subheader("Pairs of departments", anchor=False)
if matrix.asymmetries:
    st.dataframe(silo_pairs_table(matrix), hide_index=True)
for line in not_compared_lines(matrix):
    st.caption(said(line))
