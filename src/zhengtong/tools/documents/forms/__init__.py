"""Application, approval and report forms as .docx and PDF.

Build a `Form` or a `Letter` and hand it to `as_docx` or `as_pdf`; `as_json` and `from_json` keep one as text.
"""

from zhengtong.tools.documents.forms.fonts import NoChineseFont
from zhengtong.tools.documents.forms.layout import FormTooLong
from zhengtong.tools.documents.forms.model import (
    Attachment,
    Attachments,
    CheckItem,
    Checklist,
    Fields,
    Form,
    Grid,
    Letter,
    Note,
    OfficePaper,
    OpinionBox,
    Pair,
    Paragraphs,
    Section,
    Signature,
    Signatures,
    pairs,
)
from zhengtong.tools.documents.forms.pdf import as_pdf
from zhengtong.tools.documents.forms.reading import BadForm, as_json, from_json
from zhengtong.tools.documents.forms.word import as_docx

__all__ = [
    "Attachment",
    "Attachments",
    "BadForm",
    "CheckItem",
    "Checklist",
    "Fields",
    "Form",
    "FormTooLong",
    "Grid",
    "Letter",
    "NoChineseFont",
    "Note",
    "OfficePaper",
    "OpinionBox",
    "Pair",
    "Paragraphs",
    "Section",
    "Signature",
    "Signatures",
    "as_docx",
    "as_json",
    "as_pdf",
    "from_json",
    "pairs",
]
