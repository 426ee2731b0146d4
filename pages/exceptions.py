"""What deserves the meeting's time this quarter, and why."""

from measures.services.exceptions import exceptions_beside
from measures.widgets import choosing, session
from measures.widgets.exceptions_html import exceptions_html

chosen = choosing.choose("Exceptions")
session.name_page(f"Exceptions, {chosen.place.quarter.label}")
head, body = session.kept(
    lambda: exceptions_html(exceptions_beside(chosen.store, chosen.status), chosen.place), chosen, "exceptions page"
)
choosing.head(head, chosen)
session.show(body)
session.foot(chosen)
