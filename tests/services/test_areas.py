"""Loading areas and groups: all or nothing, twice is once, and the past as it was known."""

from pathlib import Path

import pytest

from measures.errors import ChangedMeanwhile
from measures.services.areas import AreasLoaded, load_areas
from measures.storage.store import Store

ROOT = Path(__file__).parents[2]
AREAS = b"area_id,title,population,year\nlancashire,Lancashire,1601645,2024\nkent,Kent,1931684,2024\n"
GROUPS = b"group_id,title,area_id,from_quarter,to_quarter\ng,A group,lancashire,,\ng,A group,kent,,\n"


def load(store: Store, *contents: bytes, dry_run: bool = False) -> AreasLoaded:
    files = [(f"{place}.csv", content) for place, content in enumerate(contents)]
    return load_areas(store, files, by="A. Officer", reason="New list", dry_run=dry_run)


def test_areas_and_groups_load_together_in_any_order_and_the_same_again_changes_nothing(store: Store) -> None:
    loaded = load(store, GROUPS, AREAS)
    assert loaded.stored
    assert loaded.issues == ()
    assert [group.id for group in store.groups()] == ["g"]
    assert [area.population for area in store.areas()] == [1601645, 1931684]
    again = load(store, AREAS, GROUPS)
    assert (again.stored, again.changes, len(store.acts())) == (False, (), 1)
    (act,) = store.acts()
    assert (act.by, act.reason, act.kind.words) == ("A. Officer", "New list", "Areas and groups changed")
    assert act.summary == "2 populations and the group g were loaded"
    assert store.faults() == []


def test_a_file_of_groups_without_titles_keeps_those_there_are_and_calls_a_new_group_by_its_id(store: Store) -> None:
    assert load(store, AREAS, GROUPS).stored
    bare = b"group_id,area_id,from_quarter,to_quarter\n"
    assert load(store, bare + b"g,lancashire,,\ng,kent,,\n").changes == ()
    assert load(store, bare + b"g,lancashire,,\nh,kent,2020/21 Q1,\n").stored
    assert [(one.id, one.title, len(one.members)) for one in store.groups()] == [("g", "A group", 1), ("h", "h", 1)]


def test_a_dry_run_stores_nothing_and_lists_what_would_change(store: Store) -> None:
    loaded = load(store, AREAS, dry_run=True)
    assert loaded.changes == (
        "area “lancashire” added: 1,601,645 people in mid-2024", "area “kent” added: 1,931,684 people in mid-2024",
    )  # fmt: skip
    assert store.data_version() == 0


def test_a_group_with_an_area_that_nobody_has_loaded_is_refused_with_the_nearest_and_its_line(store: Store) -> None:
    loaded = load(store, AREAS, GROUPS.replace(b"kent,,", b"kentt,,"))
    (issue,) = loaded.issues
    assert (issue.code, issue.line, issue.read) == ("unknown_area", 3, "kentt")
    assert "Did you mean “kent”?" in issue.remedy
    assert (loaded.refused, store.data_version()) == (True, 0)


def test_a_fault_in_one_file_keeps_all_of_them_out(store: Store) -> None:
    assert load(store, AREAS, b"group_id,title\n").refused
    assert store.areas() == ()


def test_a_group_without_this_force_is_told_but_loaded(store: Store) -> None:
    loaded = load(store, AREAS, GROUPS.replace(b"g,A group,lancashire,,\n", b""))
    assert [issue.code for issue in loaded.issues] == ["group_without_this_force"]
    assert loaded.stored


def test_a_file_states_the_whole_of_its_groups_and_the_past_is_still_known(store: Store) -> None:
    load(store, AREAS, GROUPS, GROUPS.replace(b"g,A group", b"h,Another"))
    before = store.acts()[0].at
    load(store, GROUPS.replace(b"g,A group,kent,,\n", b""), AREAS.replace(b"1931684", b"1931685"))
    assert [(group.id, len(group.members)) for group in store.groups()] == [("g", 1), ("h", 2)]
    assert [(group.id, len(group.members)) for group in store.groups(before)] == [("g", 2), ("h", 2)]
    assert [area.population for area in store.areas()] == [1601645, 1931685]
    assert [area.population for area in store.areas(before)] == [1601645, 1931684]


def test_who_loads_what_another_has_changed_meanwhile_is_told(store: Store) -> None:
    load(store, AREAS)
    with pytest.raises(ChangedMeanwhile):
        store.add_areas(store.areas(), (), by="B", summary="s", expected_version=0)


def test_the_sample_holds_43_areas_and_two_groups(sample_store: Store) -> None:
    assert len(sample_store.areas()) == 43
    assert [(group.id, len(group.members)) for group in sample_store.groups()] == [
        ("all-forces", 43), ("north-west", 5),
    ]  # fmt: skip
    assert [area.id for area in sample_store.areas() if area.population is None] == ["city-of-london"]
