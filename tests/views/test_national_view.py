"""The statement on national measures beside the quarter."""

from dataclasses import replace

from measures.model.quarter import Quarter
from measures.services.ratings import quarter_status
from measures.storage.store import Store
from measures.views.national_view import DOES_NOT_APPLY, NOT_MEASURED, NationalRow, national_finding, national_rows


def test_the_samples_statement_says_of_each_whether_it_applies_and_how_the_force_stands(sample_store: Store) -> None:
    rows = national_rows(quarter_status(sample_store, "2024-2029", Quarter.of(2025, 3)))
    assert national_finding(rows) == (
        "6 of 6 national measures apply here; 2 have a measure that is worse than before and 1 is not measured here"
    )
    by_id = {row.national.id: row for row in rows}
    assert by_id["serious-violence"].stands == "Of 2 measures, 1 worse and 1 at or better."
    assert [one.measure.id for one in by_id["neighbourhood-crime"].ratings] == [
        "residential-burglary", "robbery", "vehicle-offences",
    ]  # fmt: skip
    assert by_id["cyber-crime"].stands == NOT_MEASURED


def test_what_does_not_apply_is_said_to_and_a_plan_without_a_statement_says_so(sample_store: Store) -> None:
    rows = national_rows(quarter_status(sample_store, "2024-2029", Quarter.of(2025, 3)))
    none = NationalRow(replace(rows[0].national, applies=False, measures=()), ())
    assert none.stands == DOES_NOT_APPLY
    assert national_finding((none, *rows[1:])).startswith("5 of 6 national measures apply here")
    older = national_rows(quarter_status(sample_store, "2013-2018"))
    assert older == ()
    assert national_finding(older) == "This plan has no statement on the national crime and policing measures"
