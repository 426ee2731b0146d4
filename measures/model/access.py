"""Who may do what: the roles of the office, what each may, and the person who acts (SPEC section 12)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from measures.errors import NotPermitted
from measures.model.measure import Publication
from measures.model.record import ActKind


class Permission(StrEnum):
    """One thing that a person may be allowed to do."""

    SEE_PUBLIC = "see_public"
    SEE_OFFICIAL = "see_official"
    SEE_RESTRICTED = "see_restricted"
    SEE_WORK = "see_work"
    SAVE_FILES = "save_files"
    UPLOAD = "upload"
    WITHDRAW = "withdraw"
    WRITE = "write"
    PUBLISH = "publish"
    DEFINE = "define"
    ROLES = "roles"
    AUDIT = "audit"

    @property
    def words(self) -> str:
        """After “may”: `upload figures and lists of awards`."""
        return {
            "see_public": "see public measures and what was published",
            "see_official": "see official measures and the commentary on what they may see",
            "see_restricted": "see restricted measures",
            "see_work": "see the quarter desk, the history and the drafts of a report",
            "save_files": "save the files that were uploaded",
            "upload": "upload figures and lists of awards",
            "withdraw": "take an upload or a list of awards out",
            "write": "write commentary and the texts of a report",
            "publish": "publish a quarter and record meetings",
            "define": "change plans, measures, breaks, events, areas and groups",
            "roles": "give and take roles",
            "audit": "read the audit and check the database",
        }[self.value]


class Role(StrEnum):
    """What a person is to the office. Each may what those before it may, and more."""

    ANYONE = "anyone"
    VIEWER = "viewer"
    OFFICER = "officer"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"

    @property
    def words(self) -> str:
        """`a viewer`."""
        return {
            "anyone": "a reader who has not signed in",
            "viewer": "a viewer",
            "officer": "an officer",
            "approver": "an approver",
            "administrator": "an administrator",
        }[self.value]

    @property
    def permissions(self) -> frozenset[Permission]:
        """What it may."""
        return _PERMISSIONS[self]

    def may(self, permission: Permission) -> bool:
        """Whether it may do that."""
        return permission in _PERMISSIONS[self]


#: The roles that a person can be given.
GIVEN = (Role.VIEWER, Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR)

_ADDED: dict[Role, tuple[Permission, ...]] = {
    Role.ANYONE: (Permission.SEE_PUBLIC,),
    Role.VIEWER: (Permission.SEE_OFFICIAL,),
    Role.OFFICER: (
        Permission.SEE_RESTRICTED,
        Permission.SEE_WORK,
        Permission.SAVE_FILES,
        Permission.UPLOAD,
        Permission.WITHDRAW,
        Permission.WRITE,
    ),
    Role.APPROVER: (Permission.PUBLISH,),
    Role.ADMINISTRATOR: (Permission.DEFINE, Permission.ROLES, Permission.AUDIT),
}


def _all_permissions() -> dict[Role, frozenset[Permission]]:
    held: frozenset[Permission] = frozenset()
    found = {}
    for role in Role:
        held = held | frozenset(_ADDED[role])
        found[role] = held
    return found


_PERMISSIONS = _all_permissions()

#: What recording an act of a kind needs: the store asks for it again, in the transaction that records the act.
NEEDED = {
    ActKind.UPLOAD: Permission.UPLOAD,
    ActKind.WITHDRAWAL: Permission.WITHDRAW,
    ActKind.DEFINITIONS: Permission.DEFINE,
    ActKind.COMMENTARY: Permission.WRITE,
    ActKind.AREAS: Permission.DEFINE,
    ActKind.MEETING: Permission.PUBLISH,
    ActKind.REPORT_TEXT: Permission.WRITE,
    ActKind.PUBLICATION: Permission.PUBLISH,
    ActKind.ROLES: Permission.ROLES,
    ActKind.FUNDING: Permission.UPLOAD,
    ActKind.FUNDING_WITHDRAWAL: Permission.WITHDRAW,
}

_LEVELS = {
    Publication.PUBLIC: Permission.SEE_PUBLIC,
    Publication.OFFICIAL: Permission.SEE_OFFICIAL,
    Publication.RESTRICTED: Permission.SEE_RESTRICTED,
}


def levels_seen(permissions: frozenset[Permission]) -> frozenset[Publication]:
    """The levels of measures that may be seen with some permissions."""
    return frozenset(level for level, needed in _LEVELS.items() if needed in permissions)


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who reads or acts.

    `issuer` and `subject` say who it is for good, as the provider of the sign-in has it; both are "" where nobody
    signed in. `role` is None for a person without one, who may nothing; `claimed` is the role that the sign-in itself
    brought, which holds where our own table says nothing. From `until` on (None: never) the sign-in has ended. `since`
    is the moment at which the provider issued it.
    """

    name: str
    role: Role | None
    issuer: str = ""
    subject: str = ""
    claimed: Role | None = None
    until: datetime | None = None
    since: datetime | None = None

    @property
    def signed_in(self) -> bool:
        """Whether a provider vouches for this person."""
        return bool(self.subject)

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the person may."""
        return self.role.permissions if self.role else frozenset()

    @property
    def words(self) -> str:
        """`A. Viewer, a viewer`."""
        role = self.role.words if self.role else "a person without a role"
        return f"{self.name}, {role}" if self.name else role

    def may(self, permission: Permission) -> bool:
        """Whether the person may do that."""
        return permission in self.permissions

    def refuse_unless(self, permission: Permission) -> None:
        """Raise NotPermitted, in a sentence, where the person may not do that."""
        if self.may(permission):
            return
        lowest = next(role for role in Role if role.may(permission))
        ask = "Sign in first" if self.role is Role.ANYONE else "An administrator of the office can give you that role"
        raise NotPermitted(
            f"You may not {permission.words}: that needs {lowest.words} at least, and you are {self.words}. "
            f"{ask}. Nothing was stored."
        )


#: The one local officer of a laptop, and whoever runs the commands on the machine: may do everything.
LOCAL = Actor("", Role.ADMINISTRATOR)
#: A reader who has not signed in, where public measures are open to anyone.
ANYONE = Actor("", Role.ANYONE)


@dataclass(frozen=True, slots=True)
class GivenRole:
    """The role that our own table has for a person. `role` None: no role, whatever the sign-in brings."""

    issuer: str
    subject: str
    name: str
    role: Role | None
    act_id: int
    at: datetime
    by: str
    reason: str
