"""Trying another rule: fill in, see what would move, and, for administrators, set it.

What is tried stands in the address, so that it can be sent to whoever is to see it.
"""

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from measures.errors import MeasuresError
from measures.model.access import Permission
from measures.model.measure import Comparator, Measure, Plan, Polarity
from measures.model.quarter import Quarter
from measures.model.rule_trial import RuleTrial
from measures.model.words import COMPARATOR_WORDS, plain
from measures.services.access import may
from measures.services.rule_trials import set_rule, try_rule
from measures.views.figures import polarity_in_words
from measures.views.markup import esc, tag
from measures.views.moves_view import grouped_moves, moves_csv
from measures.views.rules_view import trial_finding
from measures.widgets.fault_words import sentence_of
from measures.widgets.parts import told_html
from measures.widgets.rules_address import asked_now, wish_of
from measures.widgets.rules_html import trial_head, trial_html
from measures.widgets.session import Chosen, download, kept, person, show
from measures.widgets.told import tell, told

_ABOUT, _SEEN = "rule", "rules_seen"
_OF_A_RULE = ("rules_amber", "rules_unit", "rules_points", "rules_against", "rules_better")
_BOXES = {"rules_from": "from", "rules_amber": "amber", "rules_points": "amber_points", "rules_unit": "unit",
          "rules_better": "better"}  # fmt: skip
_WHOLE = "The plan’s own rule: every measure that has none of its own"


def rule_form(chosen: Chosen) -> None:
    """The form, what the address asks to try, and setting it."""
    plan = kept(lambda: chosen.store.own_plan(chosen.place.plan_id), chosen, "own plan")
    show(trial_head(tried="from" in st.query_params) + told(_ABOUT))
    quarters = {one.slug: f"{one.label}: {one.months}" for one in _quarters(chosen)}
    _fill_in(plan, chosen.place.quarter, quarters)
    with st.container(key="rules_form"):
        _choose(plan, quarters)
        st.button("See what would move", on_click=_ask, args=(plan,), key="rules_press")
    if "from" in st.query_params:
        _tried(chosen, plan)


def _quarters(chosen: Chosen) -> list[Quarter]:
    """Every quarter of the plan up to a year after its newest figures, and the one in sight; the newest first."""
    head = chosen.status.plan.head
    newest = max([chosen.place.quarter, *chosen.status.quarters]).shift(4)
    first, last = Quarter.containing(head.start), min(Quarter.containing(head.end), newest)
    found = {Quarter(ordinal) for ordinal in range(first.ordinal, last.ordinal + 1)}
    return sorted({*found, chosen.place.quarter}, reverse=True)


def _choose(plan: Plan, quarters: Mapping[str, str]) -> None:
    """The boxes, two beside each other where there is room."""
    names = {"": _WHOLE} | {one.id: one.title for one in plan.measures}
    left, right = st.columns(2)
    left.selectbox("Whose rule", list(names), format_func=lambda one: names.get(one, one), key="rules_measure",
                   on_change=_turn)  # fmt: skip
    right.selectbox("From which quarter on", list(quarters), format_func=lambda one: quarters.get(one, one),
                    key="rules_from", on_change=_forget)  # fmt: skip
    measure = plan.measure(st.session_state["rules_measure"])
    left, right = st.columns(2)
    with left:
        if measure is None:
            _amount("Still Amber: how many per cent worse", "rules_amber", plan.head.tolerance_pct)
        else:
            _amount("Still Amber: how much worse", "rules_amber", plan.tolerance_of(measure).amount)
    with right:
        if measure is None:
            _amount("Still Amber for percentages: how many points worse", "rules_points", plan.head.tolerance_points)
        else:
            units = _units(measure)
            st.selectbox("That is in", list(units), format_func=lambda one: units.get(one, one), key="rules_unit",
                         on_change=_forget)  # fmt: skip
    left, right = st.columns(2)
    offered = [one.value for one in Comparator if measure is None or one in _comparators_for(measure)]
    left.multiselect("Compared with", offered, key="rules_against", on_change=_forget,
                     format_func=lambda one: COMPARATOR_WORDS[Comparator(one)].title)  # fmt: skip
    if measure is not None:
        right.selectbox("Which way is better", [one.value for one in Polarity], key="rules_better",
                        on_change=_forget, format_func=_better_in_words)  # fmt: skip


def _comparators_for(measure: Measure) -> list[Comparator]:
    """Beside similar forces only what has a rate for each 1,000 people can be set."""
    return [one for one in Comparator if measure.kind.is_per_head or one is not Comparator.SIMILAR_FORCES]


def _better_in_words(polarity: str) -> str:
    return {Polarity.CONTEXT: "Neither: shown for context"}.get(
        Polarity(polarity), polarity_in_words(Polarity(polarity)).capitalize()
    )


def _amount(label: str, key: str, stands: Decimal) -> None:
    st.text_input(label, key=key, max_chars=12, placeholder=f"{plain(stands)}, as it is", on_change=_forget)


def _units(measure: Measure) -> dict[str, str]:
    if measure.in_percent:
        return {"points": "percentage points", "pct": "per cent of the earlier figure"}
    return {"pct": "per cent of the earlier figure", "count": measure.unit}


def _fill_in(plan: Plan, quarter: Quarter, quarters: Mapping[str, str]) -> None:
    """What the boxes hold: what the address says, where that is new, else what was filled in; at first the rule."""
    state, asked = st.session_state, asked_now()
    if state.get(_SEEN) != (plan.head.id, asked) or "rules_measure" not in state:
        state["rules_measure"] = asked.get("m", "")
        for key in ("rules_from", *_OF_A_RULE):
            state.pop(key, None)
        for key, name in _BOXES.items():
            if name in asked:
                state[key] = asked[name]
        if "against" in asked:
            state["rules_against"] = asked["against"].split()
        state[_SEEN] = (plan.head.id, asked)
    measure = plan.measure(state["rules_measure"])
    compared = plan.comparators_of(measure) if measure else plan.head.comparators
    offered = _comparators_for(measure) if measure else list(Comparator)
    wanted = state.get("rules_against", [one.value for one in compared])
    state["rules_against"] = [one for one in wanted if one in set(offered)]
    if measure is None:
        state["rules_measure"] = ""
    else:
        _within("rules_unit", _units(measure), plan.tolerance_of(measure).unit.value)
        _within("rules_better", set(Polarity), measure.polarity.value)
    _within("rules_from", quarters, quarter.slug)


def _within(key: str, offered: Mapping[str, str] | set[Polarity], otherwise: str) -> None:
    """Let no box hold what it does not offer, whatever the address says: that is told beneath."""
    if st.session_state.get(key) not in offered:
        st.session_state[key] = otherwise


def _ask(plan: Plan) -> None:
    """Put into the address what differs from the rule that stands."""
    state = st.session_state
    measure = plan.measure(state["rules_measure"])
    address = {"from": str(state["rules_from"])} | ({"m": measure.id} if measure else {})
    if amber := str(state.get("rules_amber") or "").strip().removesuffix("%").strip():
        address |= {"amber": amber} | ({"unit": str(state["rules_unit"])} if measure else {})
    if measure is None and (points := str(state.get("rules_points") or "").strip()):
        address["amber_points"] = points
    stands = plan.comparators_of(measure) if measure else plan.head.comparators
    if list(state["rules_against"]) != [one.value for one in stands]:
        address["against"] = " ".join(state["rules_against"])
    if measure is not None and state["rules_better"] != measure.polarity.value:
        address["better"] = str(state["rules_better"])
    _write(address)


def _write(asked: dict[str, str]) -> None:
    """Make the address ask for this of the plan and quarter in sight; what the boxes hold stays."""
    place: dict[str, str] = st.session_state["looked_at"]
    st.session_state[_SEEN] = (place["plan"], asked)
    st.query_params.from_dict({**asked, **place})


def _turn() -> None:
    """Another measure: its own rule in the boxes, and nothing tried."""
    for name in _OF_A_RULE:
        st.session_state.pop(name, None)
    _forget()


def _forget() -> None:
    """What is shown holds for what was filled in when it was asked for, and for nothing else."""
    measure = st.session_state["rules_measure"]
    _write({"m": measure} if measure else {})


def _tried(chosen: Chosen, plan: Plan) -> None:
    """What the address asks to try, and setting it."""
    try:
        trial = try_rule(chosen.store, plan.head.id, wish_of(asked_now()))
    except MeasuresError as error:
        show(told_html(sentence_of(error), refused=True))
        return
    titles = {one.id: one.title for one in plan.measures}
    show(trial_html(trial, plan, chosen.status.plans))
    if trial.moves:
        groups = grouped_moves(trial.moves, titles, chosen.status.plans)
        download("Save the ratings that would move", lambda: moves_csv(groups), "ratings-that-would-move.csv")
    if may(chosen.store, Permission.DEFINE):
        _setting(chosen, trial, titles)
    else:
        said = "An administrator can set this rule, with a reason: the address of this page shows them what you see."
        show(tag("p", esc(said), class_="pc muted"))


def _setting(chosen: Chosen, trial: RuleTrial, titles: Mapping[str, str]) -> None:
    """Why, who, and the button."""
    with st.container(key="rules_set"), st.expander("Set this rule"):
        reason = st.text_input("Why, and who decided it", key="rules_reason", max_chars=1000)
        by = person()
        what = trial_finding(trial, titles)
        label = f"Set it from {trial.wish.from_quarter.label} on"
        st.button(label, type="primary", disabled=not by, on_click=_set, args=(chosen, trial, by, reason, what),
                  key="rules_set_press")  # fmt: skip


def _set(chosen: Chosen, trial: RuleTrial, by: str, reason: str, what: str) -> None:
    """Store what was seen: the trial is that of the page on which the button was pressed."""

    def act() -> str:
        set_rule(chosen.store, trial, by=by, reason=reason)
        return f"The rule was set. {what}."

    if not tell(_ABOUT, act):
        return
    st.session_state.pop("rules_reason", None)
    _turn()
