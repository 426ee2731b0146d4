from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.errors import UnreadableQuarter
from measures.model.frames import VALUE_COLUMNS, values_frame
from measures.model.quarter import Quarter
from measures.model.value import MAX_DECIMALS, Status, as_fraction, exact, scaled, unscaled

figures = st.builds(
    lambda units, decimals: Decimal(units).scaleb(-decimals),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, MAX_DECIMALS),
)


@given(figures)
def test_a_figure_is_kept_exactly(figure):
    units, decimals = scaled(figure)
    assert unscaled(units, decimals) == figure
    assert Fraction(units, 10**decimals) == as_fraction(figure)
    assert int(float(units)) == units


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1234567890123456", "0.1234567891", "1e15"])
def test_a_figure_that_cannot_be_kept_exactly_is_refused(text):
    with pytest.raises(ValueError, match=r"finite|digits"):
        scaled(Decimal(text))


def test_a_float_is_read_as_it_prints():
    assert exact(0.1) == Decimal("0.1")
    assert exact("12.50") == Decimal("12.50")
    with pytest.raises(ValueError, match="not a number"):
        exact("12..5")


def test_only_x_c_and_z_stand_for_no_figure():
    assert "".join(status.value for status in Status if status.is_empty) == "xcz"
    assert all(status.words for status in Status if status.value)


def test_a_values_frame_holds_units_of_one_number_of_decimals_per_row():
    frame = values_frame(
        [
            {"measure_id": "m", "quarter": "2019/20 Q1", "value": "12.5"},
            {"measure_id": "r", "quarter": Quarter.parse("2019/20 Q2"), "numerator": "1.25", "denominator": 3},
            {"measure_id": "m", "quarter": "2019/20 Q2", "status": "x", "area": "kent", "basis": "ytd"},
        ]
    )
    assert tuple(frame.columns) == VALUE_COLUMNS
    assert frame["decimals"].tolist() == [1, 2, 0]
    assert frame["value_units"].tolist()[0] == 125
    assert frame["numerator_units"].tolist()[1] == 125
    assert frame["denominator_units"].tolist()[1] == 300
    assert frame["value_units"].isna().tolist() == [False, True, True]
    assert frame["area"].tolist() == ["", "", "kent"]
    assert frame["basis"].tolist() == ["quarter", "quarter", "ytd"]
    assert str(frame["measure_id"].dtype) == "category"


def test_an_empty_values_frame_has_its_columns_and_types():
    frame = values_frame([])
    assert tuple(frame.columns) == VALUE_COLUMNS
    assert str(frame["quarter"].dtype) == "int64"
    assert str(frame["value_units"].dtype) == "float64"


def test_a_values_frame_refuses_what_it_cannot_keep():
    with pytest.raises(UnreadableQuarter):
        values_frame([{"measure_id": "m", "quarter": "2019 Q1", "value": 1}])
    with pytest.raises(ValueError, match="not a number"):
        values_frame([{"measure_id": "m", "quarter": "2019/20 Q1", "value": "n/a"}])
    with pytest.raises(ValueError, match="not a number"):
        values_frame([{"measure_id": "m", "quarter": "2019/20 Q1", "value": [1]}])
