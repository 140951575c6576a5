"""Where Streamlit starts. No folder called ``pages`` may stand beside the script.

Streamlit would offer every file in it to everybody, past the navigation.
"""
