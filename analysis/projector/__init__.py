"""The offsite on Streamlit: the projector's screens, its keys, and the organiser's desk."""
