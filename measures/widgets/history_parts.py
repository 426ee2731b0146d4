"""The history's controls: what its address asks for, the filters, the downloads, the form of a withdrawal."""

from dataclasses import dataclass

import streamlit as st

from measures.model.record import ActKind, Upload
from measures.services.history import stored_file
from measures.services.withdrawals import Withdrawal, withdraw_upload
from measures.storage.store import Store
from measures.views.history_view import done_sentence
from measures.views.safe_names import safe_name
from measures.widgets import session
from measures.widgets.choosing import number_asked_for
from measures.widgets.told import keep_told, tell, typed

EVERY_KIND, HISTORY = "every kind of act", "history"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: an upload or an act in full, else a page of the list."""

    upload_id: int | None
    act_id: int | None
    withdraw: bool
    measure_id: str
    kind: ActKind | None
    text: str
    page: int


def asked() -> Asked:
    """What the address asks for; raises NotFound where a number in it is none."""
    given = st.query_params
    kind = given.get("kind", "")
    return Asked(
        upload_id=number_asked_for("upload"),
        act_id=number_asked_for("act"),
        withdraw="withdraw" in given,
        measure_id=given.get("m", ""),
        kind=ActKind(kind) if kind in list(ActKind) else None,
        text=given.get("q", "")[:200],
        page=number_asked_for("page") or 1,
    )


def filters(of: Asked) -> None:
    """The kind and the words to look for; both are written into the address."""
    left, right = st.columns([2, 5], gap="medium")
    kinds = ["", *(kind.value for kind in ActKind)]
    st.session_state["history_kind"] = of.kind.value if of.kind else ""
    st.session_state["history_text"] = of.text
    with left:
        st.selectbox("Kind", kinds, key="history_kind", on_change=_filtered,
                     format_func=lambda one: ActKind(one).words if one else EVERY_KIND.capitalize())  # fmt: skip
    with right:
        st.text_input("Words to look for", key="history_text", on_change=_filtered, max_chars=200,
                      placeholder="A file’s name, a person, a word of a note, a SHA-256")  # fmt: skip


def _filtered() -> None:
    given = {"kind": st.session_state["history_kind"], "q": st.session_state["history_text"].strip()}
    st.query_params.from_dict({name: value for name, value in given.items() if value})


def file_button(store: Store, upload: Upload) -> None:
    """The stored file, byte for byte, under a name that is safe and with a type that nothing opens by itself."""
    name = safe_name(upload.name, f"upload-{upload.id}")
    session.download(
        "Download the file as it was sent", lambda: stored_file(store, upload.id), name, "application/octet-stream"
    )


def withdrawal_form(store: Store, planned: Withdrawal) -> None:
    """Name, reason, tick and button; taking the file out leads to its page, where the result stands.

    What is pressed is done before the page is made again, so that it goes by the preview that the person has seen.
    """
    upload = planned.upload
    reason, tick = f"reason_{upload.id}", f"seen_{upload.id}_{planned.based_on}"  # another preview, another tick
    with st.form("withdrawal", enter_to_submit=False):
        session.person()
        st.text_area("Why its figures no longer count", key=reason, max_chars=2000)
        st.checkbox("I have looked at what would change", key=tick)
        st.form_submit_button(
            "Take the file out", type="primary", on_click=_take_out, args=(store, planned, reason, tick)
        )


def _take_out(store: Store, planned: Withdrawal, reason: str, tick: str) -> None:
    """Do it, and keep a sentence on what came of it for the page."""
    if not st.session_state.get(tick):
        first = "Nothing was changed: look at the ratings and figures that would change, then tick that you have."
        keep_told(HISTORY, first, refused=True)
        return

    def act() -> str:
        number, seen = planned.upload.id, planned.based_on
        done = withdraw_upload(store, number, reason=typed(reason), by=typed("person"), seen=seen)
        st.query_params.from_dict({"upload": str(number)})
        return f"Done: {done_sentence(done)}"

    tell(HISTORY, act)
