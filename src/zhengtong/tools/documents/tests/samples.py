"""Files made by hand for the tests, and the shared data where a checkout has it."""

import io
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[5]
SHARED = REPOSITORY.parent / "shared"

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATION_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{RELATION_TYPE}" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000000000200"
    "01e221bc330000000049454e44ae426082"
)


def relations(**found):
    """Relation part; a value is (type, target) or (type, target, "External")."""
    rows = "".join(
        f'<Relationship Id="{key}" Type="{RELATION_TYPE}/{one[0]}" Target="{one[1]}"'
        + (' TargetMode="External"' if len(one) > 2 else "")
        + "/>"
        for key, one in found.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def docx(body="", *, document=None, types=CONTENT_TYPES, rels=None, **parts):
    """A .docx of the given body XML; further parts by name, with / written as __ and . as _dot_."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", relations(r1=("officeDocument", "word/document.xml")))
        archive.writestr(
            "word/document.xml", document or f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        )
        if rels:
            archive.writestr("word/_rels/document.xml.rels", rels)
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return made.getvalue()


def p(*texts, look="", inner=""):
    """A Word paragraph."""
    runs = "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    return f"<w:p><w:pPr>{look}</w:pPr>{runs}{inner}</w:p>"


def shared(*parts):
    """A file or folder of the shared data; skips the test where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"shared data not here: {'/'.join(parts)}")
    return path
