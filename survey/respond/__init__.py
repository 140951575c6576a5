"""The respondent's pages: plain HTML over HTTP, no Streamlit, no JavaScript needed."""
