"""One file offered to the office: what must hold, whatever is in it."""

import shutil
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from measures.errors import NotAllowed
from measures.model.issue import Severity
from measures.model.record import Revision
from measures.services.definitions import load_plans
from measures.services.history import revisions_of
from measures.services.integrity import check
from measures.services.uploads import Preview, accept_upload, preview_upload
from measures.storage.store import Store, open_store
from tests.builders import a_plan
from tests.fuzz.figures import Figure, Refused, figures_of, refuse_disagreeing
from tests.fuzz.mutations import File
from tests.fuzz.seeds import HELD, MEANINGS, MEASURES, TODAY
from tests.fuzz.sheet import tables_of
from tests.fuzz.text import table_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: "accepted" or "refused" with the codes of its stops; `wrong` is what should not be."""

    file: File
    result: str
    codes: tuple[str, ...] = ()
    wrong: str = ""


def independent(content: bytes) -> list[Figure]:
    """The figures of a file by the second reader, or Refused."""
    if len(content) > 20_000_000:
        raise Refused("too large a file")
    is_book = content.startswith(b"PK\x03\x04")
    rows = tables_of(content, frozenset(MEANINGS)) if is_book else table_of(content)
    found = figures_of(rows, MEANINGS, TODAY)
    refuse_disagreeing(found, figures_of(table_of(HELD), MEANINGS, TODAY))
    return found


class Office:
    """A database with the measures of `seeds` and figures of some of them; it is the same before every file."""

    def __init__(self, folder: Path) -> None:
        self._path, self._copy = folder / "office.db", folder / "copy.db"
        with open_store(f"sqlite:///{self._path}") as store:
            load_plans(store, [a_plan(*MEASURES)], by="A. Officer")
            accept_upload(store, preview_upload(store, "held.csv", HELD, today=TODAY), by="A. Officer", confirm=True)
        self._store = open_store(f"sqlite:///{self._path}")
        self._state = _state(self._store)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()

    def offer(self, file: File) -> Outcome:
        """Preview the file and, where it may be, accept it; every fault of the program comes back in `wrong`."""
        codes: tuple[str, ...] = ()
        result = "fault"
        try:
            preview = preview_upload(self._store, file.name, file.content, today=TODAY)
            result = "refused" if preview.refused else "accepted"
            codes = tuple(sorted({issue.code for issue in preview.issues if issue.severity is Severity.STOP}))
            _look_at(preview)
            if preview.refused:
                self._refused(preview)
            else:
                self._accepted(preview)
        except AssertionError as error:
            return Outcome(file, result, codes, str(error))
        except Exception:  # noqa: BLE001 (whatever it is, it is what is looked for)
            return Outcome(file, result, codes, traceback.format_exc())
        return Outcome(file, result, codes)

    def _refused(self, preview: Preview) -> None:
        try:
            accept_upload(self._store, preview, by="A. Officer", confirm=True)
        except NotAllowed:
            pass
        else:
            raise AssertionError("a refused file was accepted")
        assert _state(self._store) == self._state, "a refused file left something behind"
        try:
            found = independent(preview.content)
        except Refused:
            return
        raise AssertionError(f"refused, and the second reader finds {len(found)} figures and no fault in it")

    def _accepted(self, preview: Preview) -> None:
        assert _state(self._store) == self._state, "a preview left something behind"
        with self._a_copy() as store:
            accepted = accept_upload(store, preview, by="A. Officer", confirm=True)
            try:
                expected = independent(preview.content)
            except Refused as error:
                raise AssertionError(f"accepted, and the second reader refuses it: {error}") from None
            found = _stored(store, accepted.upload_id, expected)
            missing, more = set(expected) - set(found), set(found) - set(expected)
            assert not missing and not more, (
                f"read otherwise: {sorted(map(str, more))}, not {sorted(map(str, missing))}"
            )
            assert accepted.upload.lines_read == preview.lines_read == len(expected) == len(found)
            assert store.measures_of_upload(accepted.upload_id) == tuple(sorted({one.measure for one in expected}))
            assert store.upload_file(accepted.upload_id) == preview.content
            assert check(store) == []

    @contextmanager
    def _a_copy(self) -> Iterator[Store]:
        shutil.copy(self._path, self._copy)
        try:
            with open_store(f"sqlite:///{self._copy}") as store:
                yield store
        finally:
            for path in self._copy.parent.glob("copy.db*"):
                path.unlink()


def _state(store: Store) -> tuple[int, int]:
    return store.data_version(), len(store.uploads())


def _look_at(preview: Preview) -> None:
    told = preview.added + preview.changed + preview.unchanged + preview.stopped
    assert preview.lines_read == told, f"{preview.lines_read} lines read, {told} told of"
    for issue in preview.issues:
        assert issue.code and issue.message.strip() and issue.remedy.strip(), f"an issue without words: {issue}"
        assert not set(issue.message + issue.remedy) & set("\x00\x1b\x85\u202e"), f"words that cannot be shown: {issue}"
    assert not preview.refused or preview.ratings_moved == ()


def _stored(store: Store, upload_id: int, expected: list[Figure]) -> list[Figure]:
    series = sorted({(figure.measure, figure.area) for figure in expected})
    revisions = [one for measure, area in series for one in revisions_of(store, measure, area)]
    return [_as_figure(one) for one in revisions if one.upload_id == upload_id]


def _as_figure(one: Revision) -> Figure:
    return Figure(
        one.measure_id,
        one.area,
        one.quarter.ordinal,
        one.basis.value,
        one.value,
        one.numerator,
        one.denominator,
        one.status.value,
        one.data_to,
        one.note,
    )
