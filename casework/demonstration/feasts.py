"""Days off that follow the moon, as the tabular calendar reckons them: announced ones may differ by a day."""

from collections.abc import Iterator
from datetime import date, timedelta

from casework.programmes.feasts import feasts

FALL_ON = {"HIJRI": (1, 1), "MAWLID": (3, 12), "FITR": (10, 1), "ADHA": (12, 10)}  # month and day of each
EPOCH, LUNAR_YEAR, LEAP_YEARS, CYCLE = 227015, 354, 11, 30  # eleven years of thirty have a day more


def days_off(first_year: int, last_year: int) -> Iterator[tuple[date, str, str]]:
    """Each day with its names in Arabic and in French."""
    for year in range((first_year - 622) * 33 // 32, (last_year - 621) * 33 // 32 + 1):
        for code, (month, day) in FALL_ON.items():
            feast, first = feasts()[code], day_of_moon(year, month, day)
            for n in range(feast.n_days):
                one = first + timedelta(days=n)
                if first_year <= one.year <= last_year:
                    yield one, feast.name.ar, feast.name.fr


def day_of_moon(year: int, month: int, day: int) -> date:
    months = 30 * (month - 1) - (month - 1) // 2  # of thirty days and of twenty-nine in turn
    years = LUNAR_YEAR * (year - 1) + (3 + LEAP_YEARS * year) // CYCLE
    return date.fromordinal(EPOCH - 1 + years + months + day)
