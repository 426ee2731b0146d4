"""What must hold of the statement on national measures in a definition file."""

from collections.abc import Iterator

from measures.ingest.definition_read import File, Found
from measures.ingest.definition_shapes import KeyFault
from measures.ingest.words import did_you_mean


def national_names_known_measures(file: File) -> Iterator[Found]:
    """Each national measure names measures of this file."""
    known = [one.id for one in file.measures if one.id is not None]
    for number, national in enumerate(file.national):
        for name in national.measures or ():
            if name not in known:
                yield (
                    ("national", number, "measures"),
                    KeyFault(
                        "unknown_national_measure",
                        "measures",
                        f"There is no measure “{name}” in this file.",
                        f"{did_you_mean(name, known)}Name measures of this plan, or leave it out.",
                        "ids of measures in this file",
                        name,
                    ),
                )


def national_that_does_not_apply_names_none(file: File) -> Iterator[Found]:
    """A national measure that does not apply here is not measured by anything."""
    for number, national in enumerate(file.national):
        if national.applies is False and national.measures:
            yield (
                ("national", number, "measures"),
                KeyFault(
                    "national_not_applied",
                    "measures",
                    "This national measure does not apply here, yet measures are named.",
                    "Take the measures out, or say applies = true.",
                    "no measures where applies = false",
                    ", ".join(national.measures),
                ),
            )
