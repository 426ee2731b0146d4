"""Small files of figures, and storing them."""

import pandas as pd

from measures.model.frames import values_frame
from measures.model.record import Upload
from measures.storage.records import NewUpload
from measures.storage.store import Store


def figures(measure_id: str, **by_quarter: object) -> pd.DataFrame:
    """`figures("thefts", q1=10, q2=None)`: quarters of 2019/20; None is a figure that is not available."""
    return values_frame(
        {
            "measure_id": measure_id,
            "quarter": f"2019/20 {quarter.upper()}",
            "value": value,
            "status": "x" if value is None else "",
        }
        for quarter, value in by_quarter.items()
    )


def stored(store: Store, frame: pd.DataFrame, name: str = "figures.csv", by: str = "A. Officer") -> Upload:
    """Store a frame as a file of its own."""
    content = f"{name} {store.data_version()}".encode()
    return store.add_upload(frame, NewUpload(name, content, by, lines_read=len(frame), added=len(frame)))


def shown(store: Store, **asked: object) -> dict[tuple[str, str], float | None]:
    """The current figures by measure and quarter."""
    values = store.values(**asked)  # type: ignore[arg-type]
    units = values["value_units"] / 10.0 ** values["decimals"]
    return {
        (measure, f"q{quarter % 4 + 1}"): None if pd.isna(figure) else figure
        for measure, quarter, figure in zip(values["measure_id"], values["quarter"], units, strict=True)
    }
