"""What a publication freezes, as bytes, and back: JSON that a person can read without this program.

Fractions and decimals are texts (`1172`, `119/6`), so that nothing is rounded; quarters, days and moments are as
people write them; a part that has its default still stands there. The order is that of the classes, so that equal
contents are equal bytes in every process. A part that a later version of the program adds needs a default: what was
frozen before it is then still read.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from measures.errors import MeasuresError
from measures.model.publication import FORMAT, Content, HeldFigure
from measures.model.quarter import Quarter
from measures.model.rating import Comparison


class DamagedPublication(MeasuresError):
    """A publication whose bytes are no longer those that were published."""


class NotReadable(MeasuresError, ValueError):
    """Bytes that are no content of a publication, or of a form that this program does not know."""


def freeze(content: Content) -> bytes:
    """The content as JSON in UTF-8, the same bytes for the same content."""
    plain = _converter().unstructure(content, unstructure_as=Content)
    return (json.dumps(plain, ensure_ascii=False, indent=0, allow_nan=False) + "\n").encode()


def thaw(frozen: bytes) -> Content:
    """The content of a publication; raises NotReadable."""
    try:
        plain = json.loads(frozen)
        if plain["form"] > FORMAT:
            raise NotReadable(
                f"The publication is of form {plain['form']}; this program knows up to {FORMAT}. Use the newer version."
            )
        return _converter().structure(plain, Content)
    except NotReadable:
        raise
    except Exception as error:
        raise NotReadable(f"The publication cannot be read back: {error!r}") from error


def thaw_figures(frozen: bytes) -> tuple[HeldFigure, ...]:
    """The figures of a publication alone, in a fraction of the time; raises NotReadable."""
    try:
        return _converter().structure(json.loads(frozen)["figures"], tuple[HeldFigure, ...])
    except Exception as error:
        raise NotReadable(f"The figures of the publication cannot be read back: {error!r}") from error


@cache
def _converter() -> Converter:
    made = Converter()
    _as_text(made, Fraction, str, Fraction)
    _as_text(made, Decimal, str, Decimal)
    _as_text(made, Quarter, lambda quarter: quarter.label, Quarter.parse)
    _as_text(made, date, date.isoformat, date.fromisoformat)
    _as_text(made, datetime, datetime.isoformat, datetime.fromisoformat)
    made.register_unstructure_hook(Comparison, _comparison_out(made))
    made.register_structure_hook(Comparison, _comparison_in(made))
    return made


def _as_text(made: Converter, kind: type[Any], out: Callable[[Any], str], back: Callable[[str], Any]) -> None:
    made.register_unstructure_hook(kind, out)
    made.register_structure_hook(kind, lambda text, _: back(text))


def _comparison_out(made: Converter) -> Callable[[Comparison], dict[str, Any]]:
    """A comparison with its sentence, not with what would write it."""
    plain = make_dict_unstructure_fn(Comparison, made, write=override(omit=True))
    return lambda comparison: {**plain(comparison), "reason": comparison.reason}


def _comparison_in(made: Converter) -> Callable[[Mapping[str, Any], Any], Comparison]:
    """A comparison whose sentence is the one that was frozen."""
    plain = make_dict_structure_fn(
        Comparison, made, write=override(struct_hook=lambda text, _: lambda: text, rename="reason")
    )
    return lambda given, kind: plain(given, kind)
