"""Which communes are near which: those of one cercle, as the first digits of their codes say."""

from casework.organisation.territory import COMMUNES, OUTSIDE

CERCLE = len("05.081.03")
# two towns that belong to no cercle: each lies in the middle of one
TOWNS = {"05.081.01.01": "05.081.03", "05.081.01.03": "05.081.15"}


def cercle_of(code: str) -> str:
    return TOWNS.get(code, code[:CERCLE])


def communes_around(code: str) -> list[str]:
    """The other communes of the same cercle; none for a place outside the province."""
    if code == OUTSIDE:
        return []
    return [other for other in COMMUNES if other != code and cercle_of(other) == cercle_of(code)]
