"""Every upload and act, and the withdrawal of an upload."""

from measures.widgets import choosing, session
from measures.widgets.markup import tag

opened = choosing.open_page("History")
session.show(tag("div", tag("h1", "History"), class_="pc pc-head"))
session.foot(opened)
