"""Definitions and rules: what each measure is rated by, who set it and why, and what another rule would move."""

from measures.services.rule_trials import rule_versions
from measures.widgets import choosing, session
from measures.widgets.rules_address import ASKED
from measures.widgets.rules_form import rule_form
from measures.widgets.rules_html import definitions_html, rules_head

chosen = choosing.choose("Definitions and rules", *ASKED)
session.name_page(f"Definitions and rules, {chosen.place.quarter.label}")
head = session.kept(lambda: rules_head(chosen.status, chosen.place), chosen, "rules head")
choosing.head(head, chosen, of_rules=True)
rule_form(chosen)
body = session.kept(
    lambda: definitions_html(chosen.status, chosen.place, rule_versions(chosen.store, chosen.place.plan_id)),
    chosen,
    "rules body",
)
session.show(body)
session.foot(chosen)
