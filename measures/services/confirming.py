"""What a person has to give before a previewed file is stored: a name, a note, and a word on each finding.

A finding to confirm is ticked by itself while there are few of its kind. Of more than `FEW` those that are listed
share one tick, because all of them can be seen; those that are only counted have a tick of their own, whose words
send the person to the table of every figure that differs.
"""

from collections.abc import Collection
from dataclasses import dataclass

from measures.errors import NotAllowed
from measures.model.access import Permission
from measures.model.issue import Issue, to_confirm
from measures.services.access import need
from measures.services.uploads import Accepted, Preview, accept_upload
from measures.storage.store import Store

#: As many findings of one kind are confirmed one by one; more of them together.
FEW = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """One tick that is asked for: the findings that it stands for, all of one kind.

    `key` tells it from the others of the same preview. `is_rest` says that its finding only counts those beyond the
    ones that are listed.
    """

    key: str
    issues: tuple[Issue, ...]
    is_rest: bool = False

    @property
    def code(self) -> str:
        """The kind of its findings."""
        return self.issues[0].code


def asked_of(preview: Preview) -> tuple[Asked, ...]:
    """Every tick that a file needs, in the order of its findings; none for a file without such findings."""
    found = to_confirm(list(preview.issues))
    asked: list[Asked] = []
    for code in dict.fromkeys(issue.code for issue in found):
        listed = tuple(issue for issue in found if issue.code == code and not issue.counts)
        groups = [listed] if len(listed) > FEW else [(issue,) for issue in listed]
        asked += [Asked(f"{code}-{number}", group) for number, group in enumerate(groups, 1)]
        rest = [issue for issue in found if issue.code == code and issue.counts]
        asked += [Asked(f"{code}-rest-{number}", (issue,), is_rest=True) for number, issue in enumerate(rest, 1)]
    return tuple(asked)


def lacking(preview: Preview, *, by: str, note: str, ticks: Collection[str]) -> tuple[str, ...]:
    """What still keeps a file from being stored, a sentence each that says what to do; empty where nothing does.

    `ticks` are the keys of `asked_of` that were given.
    """
    missing = []
    asked = asked_of(preview)
    open_ = [one for one in asked if one.key not in ticks]
    if open_:
        verb = "is" if len(open_) == 1 else "are"
        said = "The tick is" if len(asked) == 1 else f"{len(open_)} of {len(asked)} ticks {verb}"
        missing.append(f"{said} still to be given: look at each finding, and tick it if the figure is right.")
    if not by.strip():
        missing.append("Your name is missing: the history has to say who stored the figures.")
    if preview.restates and not note.strip():
        missing.append("A figure that was published would change: say why in the note.")
    elif preview.changed and not note.strip():
        missing.append("A figure that stands would change: say why in the note.")
    return tuple(missing)


def accept_confirmed(store: Store, preview: Preview, *, by: str, note: str, ticks: Collection[str]) -> Accepted:
    """Accept a file on a person's word. Raises NotAllowed while anything is lacking, and as `accept_upload` does."""
    need(store, Permission.UPLOAD)
    missing = lacking(preview, by=by, note=note, ticks=ticks)
    if missing and not preview.refused:
        raise NotAllowed(" ".join(["Nothing was stored.", *missing]))
    return accept_upload(store, preview, by=by, note=note, confirm=True)
