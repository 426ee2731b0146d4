"""Page-ready words, rows and totals: what a page, a pack or a command shows, without Streamlit, Altair or HTML."""
