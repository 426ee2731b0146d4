"""Giving a person a role, or taking it. What is pressed goes by what the administrator saw."""

from collections.abc import Sequence

import streamlit as st

from measures.model.access import GIVEN, GivenRole, Role
from measures.services.people import LONGEST_ID, LONGEST_NAME, LONGEST_REASON, give_role
from measures.settings import settings
from measures.storage.store import Store
from measures.widgets import session
from measures.widgets.told import tell, typed

NEW = "Somebody who is not listed"
NONE = "No role"
PEOPLE = "people"


def role_form(store: Store, given: Sequence[GivenRole]) -> None:
    """Whose role, which one, and why."""
    with session.folded("Give or take a role"):
        session.person()
        labels = {f"{one.name or one.subject} ({one.subject})": one for one in given}
        chosen = st.selectbox("Whose role", [NEW, *labels], key="people_who")
        one = labels.get(chosen)
        with st.form("role", border=False, enter_to_submit=False):
            if one is None:
                st.text_input("Issuer", _issuer(given), max_chars=LONGEST_ID, key="people_issuer")
                st.text_input("Subject", max_chars=LONGEST_ID, key="people_subject")
                st.text_input("Name, as this list will show it", max_chars=LONGEST_NAME, key="people_name")
            st.selectbox("Role", [*(role.value.capitalize() for role in GIVEN), NONE], key="people_role")
            st.text_input("Why", max_chars=LONGEST_REASON, key="people_reason")
            st.form_submit_button("Record this", type="primary", key="people_press", on_click=_give, args=(store, one))


def _issuer(given: Sequence[GivenRole]) -> str:
    """The issuer of those that are listed, else the one that the metadata's address suggests."""
    if given:
        return given[0].issuer
    return settings().oidc_metadata_url.partition("/.well-known/")[0]


def _give(store: Store, one: GivenRole | None) -> None:
    role = typed("people_role")

    def act() -> str:
        done = give_role(
            store,
            one.issuer if one else typed("people_issuer"),
            one.subject if one else typed("people_subject"),
            None if role == NONE else Role(role.lower()),
            name="" if one else typed("people_name"),
            reason=typed("people_reason"),
            by=typed("person"),
            seen=one.act_id if one else None,
        )
        return f"Recorded: {done.name or done.subject} is {done.role.words if done.role else 'without a role'}."

    tell(PEOPLE, act)
