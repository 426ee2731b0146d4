"""Who has which role, and giving one: for administrators."""

from measures.services.people import people
from measures.widgets import choosing, session
from measures.widgets.people_form import PEOPLE, role_form
from measures.widgets.people_html import people_head, people_table
from measures.widgets.told import told

opened = choosing.open_page("People")
given = people(opened.store)
session.show(people_head(given) + told(PEOPLE))
role_form(opened.store, given)
session.show(people_table(given))
session.foot(opened)
