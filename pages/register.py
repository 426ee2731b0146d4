"""Breaks, events and limits set anew: what stands, and recording a change."""

from measures.services.register import quarters_to_choose, registered
from measures.widgets import choosing, session
from measures.widgets.register_form import Choices, register_form
from measures.widgets.register_html import register_head, register_table

opened = choosing.open_page("Breaks and events")
entries = registered(opened.store)
session.show(register_head(entries))
register_form(opened.store, Choices(opened.store.measures(), quarters_to_choose(opened.store), entries))
session.show(register_table(entries))
session.foot(opened)
