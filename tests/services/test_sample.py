"""The sample: when a first start loads it, and that a loading cut short is gone on with."""

from measures.services import sample
from measures.services.definitions import load_definitions
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
