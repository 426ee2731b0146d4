"""How a plan stands: rated once for all its quarters, read off at any."""

import pytest

from measures.errors import NotFound
from measures.model.quarter import Quarter
from measures.rules.explain import verdicts
from measures.rules.steps import rate
from measures.services import sample
from measures.services.definitions import load_definitions
from measures.services.ratings import quarter_status, rated_plan


def test_a_quarter_read_off_stands_as_one_rated_by_itself_within_the_plans_span_and_outside(store):
    sample.load_sample(store)
    rated = rated_plan(store, "2016-2021")
    history = store.plan_history("2016-2021")
    for quarter in (*rated.quarters[::5], rated.quarters[-1], rated.quarters[-1].shift(-3), Quarter.of(2024, 2)):
        status = rated.status(quarter)
        alone = verdicts(rate(rated.values, history, [quarter]), quarter)
        before = verdicts(rate(rated.values, history, [quarter.shift(-1)]), quarter.shift(-1))
        assert status.measures == alone
        assert list(status.previous.values()) == list(before)
        reasons = [[one.reason for one in rating.comparisons] for rating in status.measures]
        assert reasons == [[one.reason for one in rating.comparisons] for rating in alone]
        assert status == quarter_status(store, "2016-2021", quarter)


def test_without_a_plan_or_a_figure_it_says_what_to_do(store):
    with pytest.raises(NotFound, match="measures define FILE"):
        rated_plan(store)
    load_definitions(store, [sample_plan()], by="A. Officer")
    assert rated_plan(store).quarters == ()
    with pytest.raises(NotFound, match="measures load FILE"):
        rated_plan(store).status()


def sample_plan() -> tuple[str, bytes]:
    path = sample.DATA / "definitions" / "2024-2029.toml"
    return path.name, path.read_bytes()
