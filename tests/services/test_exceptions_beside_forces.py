"""The worst tenth of similar forces among the exceptions, as the page of similar forces has it."""

from measures.model.exceptional import Cause
from measures.services.exceptions import exceptions_beside
from measures.services.forces import group_quarter
from measures.services.ratings import quarter_status
from measures.storage.store import Store


def test_the_exceptions_name_just_the_measures_that_similar_forces_marks(sample_store: Store) -> None:
    marked = set()
    for quarter in quarter_status(sample_store, "2024-2029").quarters[:6]:
        status = quarter_status(sample_store, "2024-2029", quarter)
        worst = {
            one.measure.id for one in group_quarter(sample_store, status).standings if one.this and one.this.worst_tenth
        }
        listed = {one.rating.measure.id for one in exceptions_beside(sample_store, status).entries
                  if Cause.WORST_TENTH in one.causes}  # fmt: skip
        assert listed == worst
        marked |= worst
    assert marked  # the sample has at least one such quarter, or the comparison above says nothing
