"""What is still outstanding for a quarter, and from whom."""

from measures.widgets import choosing, session
from measures.widgets.markup import tag

opened = choosing.open_page("Quarter desk")
session.show(tag("div", tag("h1", "Quarter desk"), class_="pc pc-head"))
session.foot(opened)
