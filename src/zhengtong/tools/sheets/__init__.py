"""Tables that people send: .xlsx and .csv, opened with care and read as lines of plain texts. Nothing is evaluated or fetched."""

from zhengtong.tools.documents.safety import Unreadable
from zhengtong.tools.sheets.model import Bounds, Line, Table
from zhengtong.tools.sheets.reading import read

__all__ = ["Bounds", "Line", "Table", "Unreadable", "read"]
