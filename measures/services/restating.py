"""A correction to what was published is a restatement: which publications show a figure that is about to change.

A figure counts as published where a publication held one for its measure, quarter and basis (or said that it was
withheld), and the new one is not what that publication reported. A figure that was missing or not available then was
never published: supplying it restates nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from measures.ingest.words import in_figures
from measures.model.issue import Issue, Severity
from measures.model.meeting import PublicationHead
from measures.model.publication import HeldFigure
from measures.model.quarter import Quarter
from measures.model.value import Basis, Status, unscaled
from measures.model.words import listed
from measures.storage.store import Store

#: So many figures, and publications, are named in a finding.
NAMED, NAMED_PUBLICATIONS = 3, 3


@dataclass(frozen=True, slots=True)
class Restated:
    """One figure that was published and would be another: as reported, as it would stand, where it was published.

    `publications` are the newest first; two that reported it differently make two of these.
    """

    measure_id: str
    title: str
    quarter: Quarter
    basis: Basis
    reported: str
    becomes: str
    publications: tuple[PublicationHead, ...]

    @property
    def figure(self) -> str:
        """`Burglary, 2016/17 Q1`, with its basis where that is not the quarter alone."""
        return f"{self.title}, {self.quarter}" + (", year to date" if self.basis is Basis.YTD else "")


_Row = tuple[str, Quarter, Basis]
_Figure = tuple[object, ...]


def restated(store: Store, changes: pd.DataFrame) -> tuple[Restated, ...]:
    """The published figures of this force that changes restate, in the order of the changes.

    `changes` are rows of `measures.services.differences`, each as it would stand. Where nothing was published, nothing
    is read but that.
    """
    heads = store.publications()
    own = changes[changes["area"] == ""] if heads else changes.iloc[:0]
    if own.empty:
        return ()
    rows = [(_key(row), *_stands(row)) for row in own.to_dict("records")]
    earliest = min(key[1] for key, _, _ in rows)
    shown = [
        (head, {(one.measure_id, one.quarter, one.basis): one for one in store.published_figures(head.id)})
        for head in heads
        if head.meeting.quarter >= earliest
    ]
    titles = {name: measure.title for name, measure in store.measures().items()}
    found: list[Restated] = []
    for key, becomes, said in rows:
        reported: dict[str, list[PublicationHead]] = {}
        for head, figures in shown:
            was = figures.get(key)
            if was is not None and was.status is not Status.NOT_AVAILABLE and _reported(was) != becomes:
                reported.setdefault(_in_words(was), []).append(head)
        measure_id, quarter, basis = key
        for words, where in reported.items():
            title = titles.get(measure_id, measure_id)
            found.append(Restated(measure_id, title, quarter, basis, words, said, tuple(where)))
    return tuple(found)


def _key(row: dict[Any, Any]) -> _Row:
    return str(row["measure_id"]), Quarter(int(row["quarter"])), Basis(str(row["basis"]))


def _stands(row: dict[Any, Any]) -> tuple[_Figure, str]:
    """A figure as it would stand, to compare and in words; a row that is removed stands no longer."""
    if not isinstance(row["status"], str):
        return (None, None, None, None), "no figure"
    value, top, bottom = (_part(row, name) for name in ("value", "numerator", "denominator"))
    status = Status(row["status"])
    return (value, top, bottom, status.is_empty), _words(value, top, bottom, status)


def _part(row: dict[Any, Any], name: str) -> Decimal | None:
    units = row[f"{name}_units"]
    return None if units != units else unscaled(int(units), int(row["decimals"]))


def _reported(one: HeldFigure) -> _Figure:
    return one.value, one.numerator, one.denominator, one.status.is_empty


def _in_words(one: HeldFigure) -> str:
    return _words(one.value, one.numerator, one.denominator, one.status)


def _words(value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None, status: Status) -> str:
    if value is not None:
        return in_figures(value)
    if numerator is not None and denominator is not None:
        return f"{in_figures(numerator)} of {in_figures(denominator)}"
    return f"no figure ({status.words})" if status.words else "no figure"


def restated_issue(found: Sequence[Restated]) -> Issue | None:
    """The finding that a person has to confirm, and to give a reason for; None where nothing is restated."""
    if not found:
        return None
    named = [f"{one.figure}: reported {one.reported}, becomes {one.becomes}" for one in found[:NAMED]]
    more = f"; and {len(found) - NAMED:,} more" if len(found) > NAMED else ""
    only_one = len(found) == 1
    many = "One figure was published and becomes" if only_one else f"{len(found):,} figures were published and become"
    return Issue(
        Severity.CONFIRM,
        "published_figure",
        f"{many} {'another' if only_one else 'others'}: {'; '.join(named)}{more}. "
        f"Shown in {publications_in_words(found)}.",
        "This restates what was published: confirm it and say why in the note. The publications stay as they are.",
    )


def restated_in_words(found: Sequence[Restated]) -> list[str]:
    """A line for each figure, as the history keeps it."""
    return [
        f"{one.figure}: reported {one.reported}, becomes {one.becomes}; {publications_in_words([one])}."
        for one in found
    ]


def publications_in_words(found: Iterable[Restated]) -> str:
    """`publication 3 (for the meeting of 11 December 2023) and publication 2 (…)`, and how many more there are."""
    heads = sorted({head.id: head for one in found for head in one.publications}.values(), key=lambda head: -head.id)
    named = [f"publication {head.id} (for {head.meeting.words})" for head in heads[:NAMED_PUBLICATIONS]]
    if len(heads) > NAMED_PUBLICATIONS:
        named.append(f"{len(heads) - NAMED_PUBLICATIONS} earlier ones")
    return listed(named)
