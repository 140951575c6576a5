"""The senior team's Streamlit pages, thin: each file is a script that the navigation runs."""
