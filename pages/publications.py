"""Everything that was published: the list, one publication as it was, and what has changed since."""

from measures.errors import MeasuresError
from measures.services.published import open_publication
from measures.services.since import since_publication
from measures.services.standing import Standing, standing_since
from measures.views.since_view import SinceView, since_view
from measures.widgets import choosing, publication_html, session
from measures.widgets.fault_words import sentence_of
from measures.widgets.markup import Place
from measures.widgets.packs import publication_packs
from measures.widgets.since_html import since_html

opened = choosing.open_page("Publications")
store, version = opened.store, str(opened.version)


def show_list() -> None:
    """Every publication, the newest first."""
    standings = [_standing(head.id) for head in store.publications()]
    session.show(publication_html.list_html(standings))


def _standing(number: int) -> Standing:
    return session.kept_as(
        lambda: standing_since(store, store.publication(number)),
        store.url, version, "standing of publication", str(number),
    )  # fmt: skip


def show_one(number: int) -> None:
    """One publication: what it found, its packs, all of it as it was, then what has changed since."""
    publication = session.kept_as(
        lambda: open_publication(store, number), store.url, version, "publication", str(number)
    )
    head = publication.head
    place = Place(head.meeting.plan_id, head.meeting.quarter)

    def make() -> tuple[str, str]:
        standing, view = _standing(number), _view()
        return (
            publication_html.opened_head(publication, standing, place),
            publication_html.as_it_was(publication, standing, place)
            + since_html(standing, view, place)
            + publication_html.identity_html(publication),
        )

    def _view() -> SinceView:
        return since_view(since_publication(store, publication))

    session.name_page(f"Publication {number}, {head.meeting.quarter}")
    top, whole = session.kept_as(make, store.url, version, "publication page", str(number))
    session.show(top)
    publication_packs(publication)
    session.show(whole)


try:
    asked = choosing.number_asked_for("publication")
    if asked is None:
        show_list()
    else:
        show_one(asked)
except MeasuresError as error:
    session.show(publication_html.no_publication(sentence_of(error)))
session.foot(opened)
