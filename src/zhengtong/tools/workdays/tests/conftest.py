import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhengtong.tools.workdays import Calendar


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return Calendar.bundled()


@pytest.fixture
def year_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes <year>.json into a fresh folder and returns the folder; `change` may spoil the content first."""

    def write(
        year: int, off: list[str], worked: list[str] = (), *, change: Callable[[Any], Any] = lambda x: x
    ) -> Path:
        days = [{"name": "演示节", "date": day, "isOffDay": True} for day in off]
        days += [{"name": "演示节", "date": day, "isOffDay": False} for day in worked]
        data = change({"year": year, "papers": ["演示〔2026〕1号"], "days": days})
        (tmp_path / f"{year}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return tmp_path

    return write


FIXED_2027 = ["2027-01-01", "2027-05-01", "2027-05-02", "2027-10-01", "2027-10-02", "2027-10-03"]
