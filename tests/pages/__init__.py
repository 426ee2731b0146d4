"""The pages, run on real stores: by Streamlit's own test driver, and in a browser."""
