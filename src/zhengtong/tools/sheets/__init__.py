"""Tables that people send: .xlsx and .csv, opened with care and read as lines of plain texts. Nothing is evaluated or fetched."""

from zhengtong.tools.documents.safety import Unreadable
from zhengtong.tools.sheets.reading import Bounds, Line, Table, read

__all__ = ["Bounds", "Line", "Table", "Unreadable", "read"]
