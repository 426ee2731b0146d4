"""Lists of awards: the part of the store that reads and writes them. Anyone may read what was awarded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from measures.model.access import Permission
from measures.model.funding import Award, FundingList
from measures.model.record import Act
from measures.storage import funding_rows
from measures.storage.database import Database
from measures.storage.funding_rows import NewFundingList
from measures.storage.sight import THE_OFFICE


class FundingStore(Database):
    """Lists of awards with their files. Every writing method is one transaction."""

    def funding_lists(self, as_at: datetime | None = None) -> tuple[FundingList, ...]:
        """Every list that was loaded, of all plans, the newest first: those that were taken out too."""
        with self._reading() as connection:
            return tuple(map(self._list_seen, funding_rows.lists(connection, as_at)))

    def funding_awards(self, list_ids: Collection[int]) -> dict[int, tuple[Award, ...]]:
        """The awards of some lists by their number, each in the order of its file; none of a list that is not there."""
        with self._reading() as connection:
            return funding_rows.awards(connection, list_ids)

    def funding_file(self, list_id: int) -> bytes:
        """The file of a list, byte for byte; raises NotFound, NotPermitted."""
        self.need(Permission.SAVE_FILES)
        with self._reading() as connection:
            return funding_rows.file_of(connection, list_id)

    def _list_seen(self, one: FundingList) -> FundingList:
        """A list as the reader may see it: who has not signed in is not told who did it."""
        if self.actor.may(Permission.SEE_OFFICIAL):
            return one
        return replace(one, by=THE_OFFICE, withdrawn_by=None if one.withdrawn_by is None else THE_OFFICE)

    def add_funding(
        self,
        new: NewFundingList,
        awards: Sequence[Award],
        *,
        by: str,
        details: Mapping[str, object] | None = None,
        seen: int | None = None,
    ) -> FundingList:
        """Keep a list with its awards; all of it or nothing.

        Raises ChangedMeanwhile where the newest act on the plan's lists is no longer `seen` (None: whatever it is).
        """
        with self._writing(None) as connection:
            funding_rows.refuse_overtaken(connection, new.plan_id, seen)
            return funding_rows.add(connection, new, awards, by=by, details=details or {})

    def withdraw_funding(
        self,
        list_id: int,
        *,
        reason: str,
        by: str,
        details: Mapping[str, object] | None = None,
        seen: int | None = None,
    ) -> Act:
        """Let a list count no longer; its rows stay. Raises NotFound, NotAllowed, ChangedMeanwhile."""
        with self._writing(None) as connection:
            return funding_rows.withdraw(connection, list_id, reason=reason, by=by, details=details or {}, seen=seen)
