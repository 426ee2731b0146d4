"""How many measures of this force have each headline at a quarter."""

from measures.model.quarter import Quarter
from measures.model.rating import Rating
from measures.rules.bands import RATINGS
from measures.rules.moves import rows_of_this_force
from measures.rules.steps import Ratings

_ORDER = (Rating.RED, Rating.AMBER, Rating.GREEN)


def tallies(ratings: Ratings) -> dict[Quarter, tuple[int, int, int, int]]:
    """By quarter how many are worse, slightly worse, at or better, and not rated."""
    found = {}
    for sheet in ratings.sheets:
        headlines = sheet.headline[rows_of_this_force(sheet)]
        for place, quarter in enumerate(sheet.quarters):
            codes = headlines[:, place]
            red, amber, green = (int((codes == RATINGS.index(one) + 1).sum()) for one in _ORDER)
            found[quarter] = (red, amber, green, len(codes) - red - amber - green)
    return found
