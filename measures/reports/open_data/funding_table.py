"""The table of awards: what was awarded for each priority, to whom, and how much of it is stated as paid."""

from measures.model.funding import ALL, year_label
from measures.reports.open_data.plan_tables import PLANS
from measures.reports.open_data.shapes import Column, Table, Type, to
from measures.services.open_data import OpenData

FUNDING = "funding.csv"


def funding_table(data: OpenData) -> Table:
    """Every award of the lists that stand."""
    return Table(
        FUNDING,
        "Funding by priority",
        "What the office awarded in each financial year, for which priority, to whom, for what and from which fund. It "
        "is no performance and is not rated.",
        (
            Column("plan_id", "The plan.", required=True),
            Column("financial_year", "The financial year, from April to March.", required=True),
            Column("priority_id", f"The id of the priority in priorities.csv; {ALL} where it serves all of them.",
                   required=True),
            Column("recipient", "Who is paid.", required=True),
            Column("purpose", "What for.", required=True),
            Column("source", "The fund that it is paid from.", required=True),
            Column("amount", "What was awarded, in pounds.", Type.NUMBER, required=True),
            Column("paid", "What is stated as paid, in pounds; blank: it is not stated, which is not zero.",
                   Type.NUMBER),
            Column("paid_to", "The day up to which that is paid.", Type.DAY),
            Column("note", "What else is to be known of it."),
            Column("loaded_at", "When the list that states it was loaded.", Type.MOMENT, required=True),
        ),
        ("plan_id", "financial_year", "priority_id", "recipient", "purpose", "source"),
        [
            (
                year.of.plan_id, year_label(one.year), one.priority, one.recipient, one.purpose, one.source,
                one.amount, one.paid, one.paid_to, one.note, year.of.at,
            )
            for year in data.funding
            for one in year.awards
        ],
        (to(PLANS, "plan_id"),),
    )  # fmt: skip
