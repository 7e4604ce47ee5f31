"""Office documents in and out: recognise .docx, .txt, .md, .html as a structured draft; write .docx.

Plain Python without Django. Alone: ``python -m zhengtong.tools.documents FILE [--json]``.
"""

from zhengtong.tools.documents.model import (
    AttachmentNote,
    Block,
    Cell,
    Evidence,
    Heading,
    Image,
    ListBlock,
    ListItem,
    OfficialLine,
    Paragraph,
    Recognised,
    Remark,
    Run,
    Table,
)
from zhengtong.tools.documents.recognise import recognise
from zhengtong.tools.documents.safety import Limits, Unreadable
from zhengtong.tools.documents.writer import OfficeDocument

__all__ = [
    "AttachmentNote",
    "Block",
    "Cell",
    "Evidence",
    "Heading",
    "Image",
    "Limits",
    "ListBlock",
    "ListItem",
    "OfficeDocument",
    "OfficialLine",
    "Paragraph",
    "Recognised",
    "Remark",
    "Run",
    "Table",
    "Unreadable",
    "recognise",
]
