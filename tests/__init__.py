"""The tests: folders follow the package, `pages/` the pages; `browser.py` holds what the browser tests share."""
