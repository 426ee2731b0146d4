"""A small list of awards for the plan of `tests.builders`, and loading one."""

from datetime import date

from measures.services.funding import FundingLoaded, load_funding
from measures.storage.store import Store

HEADER = "financial_year,priority,recipient,purpose,source,amount,paid,paid_to,note\n"
#: 2016/17: £1,500 in three awards, of which two state what is paid; 2015/16: £1,000 in one.
LIST = HEADER + (
    '2016/17,safety,Safer Streets,CCTV,Safety fund,"£1,000",600,2016-09-30,\n'
    "2016/17,safety,Second Chance,Mentors,Budget,300.50,10,2016-12-31,For two years\n"
    "2016/17,all,Crimestoppers,Line for callers,Safety fund,199.50,,,\n"
    "2015/16,safety,Safer Streets,CCTV,Safety fund,1000,1000,31/03/2016,\n"
)
TODAY = date(2018, 3, 1)


def load(store: Store, text: str = LIST, name: str = "awards.csv", by: str = "A. Officer",
         plan_id: str = "plan", **more: object) -> FundingLoaded:  # fmt: skip
    """Load a list for a plan, as `load_funding` does."""
    given: dict[str, object] = {"today": TODAY, **more}
    return load_funding(store, plan_id, name, text.encode(), by=by, **given)  # type: ignore[arg-type]
