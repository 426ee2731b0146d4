"""What an act of writing or publishing was about: the very version that it stored."""

from measures.errors import NotFound
from measures.model.commentary import WrittenCommentary
from measures.model.funding import FundingList
from measures.model.meeting import Meeting, PublicationHead, WrittenText
from measures.model.quarter import Quarter
from measures.model.record import Act, ActKind
from measures.storage.store import Store

Subject = WrittenText | WrittenCommentary | PublicationHead | Meeting | FundingList


def subject_of(store: Store, act: Act) -> Subject | None:
    """The text, commentary, publication or list of awards that an act stored, or its meeting as it stands now.

    None for other acts.

    A meeting that was called off since is None too.
    """
    told = {name: str(value) for name, value in act.details.items()}
    try:
        match act.kind:
            case ActKind.REPORT_TEXT:
                texts = store.text_versions(told["plan"], Quarter.parse(told["quarter"]), told["place"])
                return next((one for one in texts if one.act_id == act.id), None)
            case ActKind.COMMENTARY:
                said = store.commentary_versions(told["measure"], Quarter.parse(told["quarter"]))
                return next((one for one in said if one.act_id == act.id), None)
            case ActKind.PUBLICATION:
                return store.publication(int(told["publication"]))
            case ActKind.MEETING:
                return next((one for one in store.meetings() if one.number == int(told["meeting"])), None)
            case ActKind.FUNDING | ActKind.FUNDING_WITHDRAWAL:
                return next((one for one in store.funding_lists() if one.id == int(told["list"])), None)
    except (KeyError, NotFound):  # recorded by an earlier version of the program
        return None
    return None
