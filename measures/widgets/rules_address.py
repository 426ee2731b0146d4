"""A rule that is tried, as the address of its page holds it: `from`, `m`, `amber`, `unit`, `against`, `better`."""

import re
from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from measures.errors import NotAllowed
from measures.model.measure import Comparator, Polarity, Tolerance, ToleranceUnit
from measures.model.quarter import Quarter
from measures.model.rule_trial import RuleWish

#: What the address holds beside plan and quarter; without `from` nothing is tried.
ASKED = ("m", "from", "amber", "unit", "amber_points", "against", "better")
_AMOUNT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,4})?", re.ASCII)


def asked_now() -> dict[str, str]:
    """What the address asks to try."""
    return {name: st.query_params[name] for name in ASKED if name in st.query_params}


def wish_of(asked: Mapping[str, str]) -> RuleWish:
    """The wish that an address is; raises NotAllowed for what cannot be read, UnreadableQuarter."""
    measure_id = asked.get("m", "")
    tolerances = []
    if "amber" in asked:
        unit = _known(asked.get("unit", "pct") if measure_id else "pct", ToleranceUnit)
        tolerances.append(Tolerance(ToleranceUnit(unit), _amount(asked["amber"])))
    if "amber_points" in asked and not measure_id:
        tolerances.append(Tolerance(ToleranceUnit.POINTS, _amount(asked["amber_points"])))
    against = None
    if "against" in asked:
        against = tuple(Comparator(_known(one, Comparator)) for one in asked["against"].split())
    better = Polarity(_known(asked["better"], Polarity)) if "better" in asked else None
    return RuleWish(measure_id, Quarter.parse(asked["from"]), tuple(tolerances), against, better)


def _amount(text: str) -> Decimal:
    if not _AMOUNT.fullmatch(text):
        raise NotAllowed(f"“{text[:40]}” is no tolerance. Write a number of 0 or more, such as 4 or 2.5.")
    return Decimal(text)


def _known(word: str, of: type[Comparator] | type[Polarity] | type[ToleranceUnit]) -> str:
    if word not in set(of):
        raise NotAllowed(f"The address says “{word[:40]}”; expected is one of {', '.join(of)}. Choose it below.")
    return word
