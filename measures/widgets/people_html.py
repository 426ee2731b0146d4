"""The people of the office and their roles as HTML."""

from collections.abc import Sequence

from measures.model.access import GIVEN, GivenRole, Permission
from measures.model.moment import in_words
from measures.settings import settings
from measures.views.markup import esc, tag
from measures.widgets.markup import table
from measures.widgets.parts import page_head

HEADINGS = ("Name", "Role", "Issuer and subject", "Given by", "Why")
LEAD = (
    "A role that is given here holds from a person’s next press of a button on, whatever their sign-in brings. Who has "
    "none and signs in sees the issuer and subject to send to you. Every change stays on record."
)


def people_head(given: Sequence[GivenRole]) -> str:
    """How many have a role, and where roles come from."""
    held = sum(one.role is not None for one in given)
    many = (
        "nobody was given a role" if not held else "1 person has a role" if held == 1 else f"{held} people have a role"
    )
    if not settings().signs_in:
        source = "Nobody signs in yet: the roles hold once sign-in is set up (docs/running.md)."
    elif settings().oidc_role_claim:
        source = (
            f"Who is not listed has the role that the claim “{settings().oidc_role_claim}” of their sign-in brings."
        )
    else:
        source = "Who is not listed has no role."
    return page_head(f"People: {many} here", esc(LEAD), tag("p", esc(source)))


def people_table(given: Sequence[GivenRole]) -> str:
    """Everybody whom the table names, the latest change first, and what each role may."""
    rows = [_row(one) for one in given]
    listed = table("The latest change first", HEADINGS, rows, "pc-plain") if rows else tag("p", "Nobody is listed.")
    may = "".join(
        f"<dt>{esc(role.value.capitalize())}</dt><dd>may {esc('; '.join(one.words for one in _added(place)))}</dd>"
        for place, role in enumerate(GIVEN)
    )
    each = tag("h2", "What each role may, beside all that those before it may") + tag("dl", may, class_="pc-facts")
    return tag("div", tag("h2", "Who has which role"), listed, each, class_="pc")


def _added(place: int) -> list[Permission]:
    before = GIVEN[place - 1].permissions if place else frozenset()
    return sorted(GIVEN[place].permissions - before, key=list(Permission).index)


def _row(one: GivenRole) -> list[str]:
    role = one.role.value.capitalize() if one.role else "No role"
    return [
        esc(one.name or one.subject),
        esc(role),
        f"{esc(one.issuer)}<br>{esc(one.subject)}",
        f"{esc(one.by)}, {esc(in_words(one.at))}",
        esc(one.reason),
    ]
