"""The measures of a Police and Crime Plan, rated quarter by quarter.

```python
import measures as ms

store = ms.open_store("sqlite:///data/measures.db")
ms.load_definitions(store, "data/definitions", by="A. Officer")
preview = ms.preview_upload(store, "data/figures/arrests-2018.csv")
preview.issues  # every fault: code, line, column, message, remedy
ms.accept_upload(store, preview, by="A. Officer")  # all of it or none
rated = ms.rate_quarter(store, "2016/17 Q1")  # as_at="2025-11-14" for the past
rated[["measure_id", "value", "comparator_value", "rating", "reason"]]
print(ms.explain(rated, "domestic-burglary"))
shown = ms.publish(store, "2016/17 Q1", plan="2013-2018", meeting="2016-09-12", by="A. Officer", incomplete="A trial.")
ms.build_pack(store, shown, "pack.pdf")  # .docx, .html, .xlsx, .zip by the ending
```

A name is read from its module when it is first used, so that `import measures` costs next to nothing. Inside the
package, import from the module that defines a name.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for editors and type checkers; a test holds it to the list below
    from measures.errors import MeasuresError as MeasuresError
    from measures.model.frames import values_frame as values_frame
    from measures.model.quarter import Quarter as Quarter
    from measures.notebook import build_pack as build_pack
    from measures.notebook import explain as explain
    from measures.notebook import history as history
    from measures.notebook import load_definitions as load_definitions
    from measures.notebook import preview_upload as preview_upload
    from measures.notebook import publish as publish
    from measures.notebook import rate_quarter as rate_quarter
    from measures.rules.steps import rate as rate
    from measures.services.definitions import export_plan as export_plan
    from measures.services.ratings import measure_series as measure_series
    from measures.services.ratings import quarter_status as quarter_status
    from measures.services.uploads import accept_upload as accept_upload
    from measures.services.withdrawals import withdraw_upload as withdraw_upload
    from measures.storage.store import open_store as open_store

_WHERE = {
    "open_store": "measures.storage.store",
    "load_definitions": "measures.notebook",
    "export_plan": "measures.services.definitions",
    "preview_upload": "measures.notebook",
    "accept_upload": "measures.services.uploads",
    "withdraw_upload": "measures.services.withdrawals",
    "rate_quarter": "measures.notebook",
    "explain": "measures.notebook",
    "history": "measures.notebook",
    "publish": "measures.notebook",
    "build_pack": "measures.notebook",
    "quarter_status": "measures.services.ratings",
    "measure_series": "measures.services.ratings",
    "rate": "measures.rules.steps",
    "values_frame": "measures.model.frames",
    "Quarter": "measures.model.quarter",
    "MeasuresError": "measures.errors",
}

__all__ = sorted(_WHERE)


def __getattr__(name: str) -> object:
    """A public name, from the module that defines it."""
    if name not in _WHERE:
        raise AttributeError(f"module 'measures' has no attribute '{name}'")
    found: object = getattr(import_module(_WHERE[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE})
