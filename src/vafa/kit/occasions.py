"""Days that a whole country keeps, from a table: lunar ones as announced, solar ones computed.

Iran's lunar months begin when the moon is seen: a computed date is right two times in three. The
confirmed dates here are the official calendar's (as `holidays` 0.109 lists them); what is only
estimated gives nothing until a later table confirms it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from vafa.kit.calendar import day_of, jalali_of

# Jalali month and day.
_SOLAR: Final = {"nowruz": (1, 1), "sizdah_bedar": (1, 13), "yalda": (9, 30)}

# Lunar year in which the occasion falls, then its day; Mother's Day is 20 Jumada al-Thani.
_CONFIRMED: Final = {
    "fathers_day": {1446: (2025, 1, 14), 1447: (2026, 1, 3), 1448: (2026, 12, 23)},
    "mabath": {1446: (2025, 1, 28), 1447: (2026, 1, 17)},
    "nimeh_shaban": {1446: (2025, 2, 14), 1447: (2026, 2, 4)},
    "eid_al_fitr": {1446: (2025, 3, 31), 1447: (2026, 3, 21)},
    "eid_al_adha": {1446: (2025, 6, 6), 1447: (2026, 5, 27)},
    "eid_al_ghadir": {1446: (2025, 6, 14), 1447: (2026, 6, 4)},
    "prophets_birthday": {1447: (2025, 9, 10), 1448: (2026, 8, 30)},
    "mothers_day": {1447: (2025, 12, 11), 1448: (2026, 11, 30)},
}
_ESTIMATED: Final = {
    "mabath": {1448: (2027, 1, 6), 1449: (2027, 12, 26), 1450: (2028, 12, 15)},
    "nimeh_shaban": {1448: (2027, 1, 24), 1449: (2028, 1, 13), 1450: (2029, 1, 1)},
    "eid_al_fitr": {1448: (2027, 3, 10), 1449: (2028, 2, 27), 1450: (2029, 2, 15)},
    "eid_al_adha": {1448: (2027, 5, 17), 1449: (2028, 5, 6), 1450: (2029, 4, 25)},
    "eid_al_ghadir": {1448: (2027, 5, 25), 1449: (2028, 5, 14), 1450: (2029, 5, 3)},
    "prophets_birthday": {1449: (2027, 8, 20), 1450: (2028, 8, 9), 1451: (2029, 7, 30)},
    "mothers_day": {1449: (2027, 11, 20), 1450: (2028, 11, 8), 1451: (2029, 10, 29)},
    "fathers_day": {1449: (2027, 12, 12), 1450: (2028, 12, 1), 1451: (2029, 11, 20)},
}

KEYS: Final = (*_SOLAR, *_CONFIRMED)


@dataclass(frozen=True, slots=True)
class KeptDay:
    """An occasion of one year, of the calendar it belongs to: once for everybody."""

    key: str
    year: int
    is_confirmed: bool


def kept_on(day: int) -> tuple[KeptDay, ...]:
    """Give the occasions of a day."""
    year, month, day_of_month = jalali_of(day)
    solar = [
        KeptDay(key, year, is_confirmed=True)
        for key, at in _SOLAR.items()
        if at == (month, day_of_month)
    ]
    lunar = [
        KeptDay(key, lunar_year, is_confirmed)
        for table, is_confirmed in ((_CONFIRMED, True), (_ESTIMATED, False))
        for key, years in table.items()
        for lunar_year, at in years.items()
        if day_of(date(*at)) == day
    ]
    return (*solar, *lunar)
