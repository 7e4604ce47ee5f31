"""Working days of the PRC with make-up days (调休), from 2007 on, for statutory deadlines.

Plain Python. `python -m zhengtong.tools.workdays 2023-01-20 --add 2` shows how a date is computed.
"""

from .calendar import Calendar, Day
from .deadlines import (
    Deadline,
    Step,
    Unit,
    add_calendar_days,
    add_working_days,
    awaited_between,
    time_left_zh,
    working_days_between,
)
from .packs import BUNDLED_FOLDER

__all__ = [
    "BUNDLED_FOLDER",
    "Calendar",
    "Day",
    "Deadline",
    "Step",
    "Unit",
    "add_calendar_days",
    "add_working_days",
    "awaited_between",
    "time_left_zh",
    "working_days_between",
]
