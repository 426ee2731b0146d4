"""The sample: when a first start loads it, and that a loading cut short is gone on with."""

import tomllib

from measures.services import sample
from measures.services.definitions import load_definitions
from measures.services.history import revisions_of
from measures.services.uploads import accept_upload, preview_upload


def load_a_part(store, files: int) -> None:
    plans = sorted((sample.DATA / "definitions").glob("*.toml"))
    load_definitions(store, [(path.name, path.read_bytes()) for path in plans], by=sample.BY)
    for path in sorted((sample.DATA / "figures").glob("*.csv"))[:files]:
        accept_upload(store, preview_upload(store, path.name, path.read_bytes()), by=sample.BY, confirm=True)


def test_a_loading_that_was_cut_short_is_gone_on_with_and_nothing_is_stored_twice(store):
    assert sample.is_wanted(store)
    load_a_part(store, files=2)
    assert sample.is_wanted(store)
    sample.load_sample(store)
    names = [upload.name for upload in store.uploads()]
    assert sorted(names) == sorted(path.name for path in (sample.DATA / "figures").glob("*.csv"))
    assert not sample.is_wanted(store)
    assert not any(store.faults())


def test_an_office_that_has_begun_its_own_work_is_left_alone(store):
    plan = next((sample.DATA / "definitions").glob("*.toml"))
    load_definitions(store, [(plan.name, plan.read_bytes())], by="A. Officer")
    assert not sample.is_wanted(store)


def test_two_releases_of_one_table_are_kept_and_the_later_one_stands(sample_store):
    """Each figure of October 2023 beside its restatement, with the reason; what stands is April 2026's."""
    uploads = {upload.name: upload for upload in sample_store.uploads()}
    older, newer = (uploads[f"recorded-crime-groups-{release}.csv"] for release in ("2023-10", "2026-04"))
    assert older.id < newer.id
    assert (older.added, older.changed) == (270, 0)
    assert (newer.added, newer.changed, newer.unchanged) == (60, 144, 126)
    assert newer.note.startswith("Release of 23 April 2026: the Home Office revised earlier quarters")
    stands = sample_store.values(sample_store.measures_of_upload(newer.id))
    stated = sample_store.upload_figures(newer.id)[stands.columns]
    key = ["measure_id", "quarter"]
    assert len(stands) == len(stated) == 330
    left, right = (frame.astype({"measure_id": str, "status": str}).sort_values(key) for frame in (stands, stated))
    for column in ("measure_id", "quarter", "value_units", "status"):
        assert left[column].tolist() == right[column].tolist()


def test_a_restated_quarter_has_both_figures_the_newer_first(sample_store):
    revisions = [one for one in revisions_of(sample_store, "sexual-offences") if one.quarter.label == "2023/24 Q1"]
    assert [(int(one.value), one.status.value) for one in revisions] == [(1240, ""), (1134, "p")]


def test_every_note_belongs_to_a_file_of_the_sample():
    named = tomllib.loads((sample.DATA / "notes.toml").read_text(encoding="utf-8"))["files"]
    assert named
    assert all((sample.DATA / "figures" / name).is_file() for name in named)
