"""The plan's statement on the national crime and policing measures, and how the force stands on each."""

from measures.widgets import choosing, session
from measures.widgets.national_html import national_html

chosen = choosing.choose("National measures")
head, body = session.kept(lambda: national_html(chosen.status, chosen.place), chosen, "national page")
choosing.head(head, chosen)
session.show(body)
session.foot(chosen)
