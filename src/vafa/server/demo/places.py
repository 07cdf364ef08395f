"""The demo club's branches: invented shops in real districts of Tehran."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Place:
    """One branch of the demo club."""

    code: str
    persian: str
    english: str


TEHRAN: Final = (
    Place("tajrish", "شعبهٔ تجریش", "Tajrish"),
    Place("vanak", "شعبهٔ ونک", "Vanak"),
    Place("punak", "شعبهٔ پونک", "Punak"),
    Place("sadeghiyeh", "شعبهٔ صادقیه", "Sadeghiyeh"),
    Place("gharb", "شعبهٔ شهرک غرب", "Shahrak-e Gharb"),
    Place("narmak", "شعبهٔ نارمک", "Narmak"),
    Place("tehranpars", "شعبهٔ تهرانپارس", "Tehranpars"),
    Place("naziabad", "شعبهٔ نازی‌آباد", "Naziabad"),
)

ONLINE: Final = (Place("online", "فروشگاه اینترنتی", "Online shop"),)
