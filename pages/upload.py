"""A new quarter's file: choose, checks, preview, confirm."""

from measures.widgets import choosing, session
from measures.widgets.markup import tag

opened = choosing.open_page("Upload")
session.show(tag("div", tag("h1", "Upload"), class_="pc pc-head"))
session.foot(opened)
