"""The buttons that save a pack; each format is made when its button is pressed."""

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from measures.model.access import Permission
from measures.model.publication import Content, Publication
from measures.reports.blocks import Pack
from measures.reports.pack import draft_pack, published_pack
from measures.reports.rendering import FORMATS, render
from measures.services.access import may
from measures.services.publications import draft
from measures.services.published import open_publication
from measures.services.standing import standing_of
from measures.views.markup import esc, tag
from measures.widgets import session
from measures.widgets.markup import Place
from measures.widgets.session import Chosen


def publication_packs(publication: Publication) -> None:
    """The pack of a publication in every format: the same bytes for ever."""
    head = publication.head
    quarter = head.meeting.quarter.slug
    _buttons(lambda: published_pack(publication), f"publication-{head.id}-{quarter}", "The pack, as published")


def quarter_packs(chosen: Chosen, *, today: date) -> None:
    """The pack of a quarter: as it was published, for everybody; before that as a draft, for who may see drafts.

    `today` says what is overdue in a draft while no meeting is recorded. On the page Report both can be had.
    """
    store, place = chosen.store, chosen.place
    make = partial(standing_of, store, place.plan_id, place.quarter)
    head = session.kept(make, chosen, "standing").head
    if head is not None:
        name = f"publication-{head.id}-{place.quarter.slug}"
        _buttons(lambda: published_pack(open_publication(store, head.id)), name, "The pack, as published")
    elif may(store, Permission.SEE_WORK):
        draft_packs(lambda: draft(store, place.plan_id, place.quarter, today=today), place, published=False)


def draft_packs(make: Callable[[], Content], place: Place, *, published: bool) -> None:
    """The pack that publishing now would give, marked as a draft on every page; `published`: there is one already."""
    heading = "The pack as it would be published now, as a draft" if published else "The pack as a draft"
    _buttons(lambda: draft_pack(make()), f"draft-{place.plan_id}-{place.quarter.slug}", heading)


def _buttons(make: Callable[[], Pack], name: str, heading: str) -> None:
    session.show(tag("div", tag("h2", esc(heading)), class_="pc pc-screen"))
    with st.container(horizontal=True):
        for form in FORMATS:
            content = partial(_rendered, make, form.ending)
            ending = form.ending[1:]
            label = form.title if form.title.lower() == ending else f"{form.title} ({ending})"
            session.download(label, content, f"{name}{form.ending}", form.mime)


def _rendered(make: Callable[[], Pack], ending: str) -> bytes:
    return render(make(), ending)
