"""How a colour comes about, from the settings in force."""

from measures.widgets import choosing, session
from measures.widgets.method_html import method_body, method_head

chosen = choosing.choose("Method")
head, body = session.kept(
    lambda: (method_head(chosen.status, chosen.place), method_body(chosen.status)), chosen, "method page"
)
choosing.head(head, chosen, of_rules=True)
session.show(body)
session.foot(chosen)
