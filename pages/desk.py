"""What is still outstanding for a quarter, and from whom."""

from measures.views.desk_view import DeskView, desk_view
from measures.widgets import desk_choosing, session
from measures.widgets.desk_html import all_measures, desk_head, owed_head, owner_html

at = desk_choosing.choose_desk("Quarter desk")
desk = at.desk


def make() -> tuple[DeskView, str, str]:
    """The view with its templates, the head, and the table of every measure."""
    view = desk_view(desk)
    return view, desk_head(view, desk), all_measures(view, desk)


view, head, behind = session.kept(make, at, "desk page", desk.today.isoformat())
desk_choosing.head(head, at)
session.downloads(view.templates)
if view.owed:
    session.show(owed_head())
for owed in view.owed:
    session.show(owner_html(owed))
    with session.folded("Text for an e-mail, and the template to attach"):
        session.copyable(owed.text)
        session.downloads([owed.template])
session.show(behind)
session.foot(at)
