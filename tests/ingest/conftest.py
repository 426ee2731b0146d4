"""The measures of the sample plans."""

from pathlib import Path

import pytest

from measures.ingest.definitions_file import read_definitions

DEFINITIONS = Path(__file__).parents[2] / "data" / "definitions"


@pytest.fixture(scope="session")
def sample_plans():
    plans = []
    for path in sorted(DEFINITIONS.glob("*.toml")):
        plan, issues = read_definitions(path.read_bytes(), path.name)
        assert not issues
        plans.append(plan)
    return plans


@pytest.fixture(scope="session")
def sample_measures(sample_plans):
    return {measure.id: measure for plan in sample_plans for measure in plan.measures}
