"""The command for roles: who has which, and giving one. Whoever may run it on the server may everything."""

from enum import StrEnum
from typing import Annotated

import typer

from measures.cli.arguments import CalledWrongly, TextOrJson
from measures.cli.options import ByOption, ReasonOption, TextOrJsonOption, app


class RoleOrNone(StrEnum):
    """What a person can be given."""

    VIEWER = "viewer"
    OFFICER = "officer"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"
    NONE = "none"


@app.command()
def roles(
    subject: Annotated[
        str | None, typer.Option(metavar="ID", help="Whose role is changed: the subject of their sign-in.")
    ] = None,
    issuer: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The issuer of it. Without it: that of the settings."),
    ] = None,
    role: Annotated[RoleOrNone | None, typer.Option(help="The role that is given; none takes every role.")] = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="What the list calls the person.")] = "",
    reason: ReasonOption = "",
    by: ByOption = None,
    form: TextOrJsonOption = TextOrJson.TEXT,
) -> int:
    """List the roles of people, or give one.

    To give one, name --subject, --role and --reason.
    """
    from measures.cli.people import give, print_roles

    if subject is None and role is None:
        return print_roles(form)
    if subject is None or role is None:
        raise CalledWrongly("Giving a role takes both --subject and --role.")
    given = None if role is RoleOrNone.NONE else role.value
    return give(subject, issuer, given, name=name, reason=reason, by=by, form=form)
