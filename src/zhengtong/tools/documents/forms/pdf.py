"""Forms and letters as PDF, set by Typst from one fixed template.

Nothing that is written reaches Typst as markup: it goes in as one JSON text and is only shown. The template can read no file
(its root is an empty folder) and import no package. The same input gives the same bytes on the same machine and fonts.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from zhengtong.tools.documents.forms.characters import flat
from zhengtong.tools.documents.forms.elements import Element
from zhengtong.tools.documents.forms.fonts import Faces, chosen
from zhengtong.tools.documents.forms.layout import below_title_of, laid_out, margins_of
from zhengtong.tools.documents.forms.model import OfficePaper

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).with_name("form.typ")
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def as_pdf(paper: OfficePaper) -> bytes:
    """The document as PDF with its fonts embedded. Raises NoChineseFont where this machine has none."""
    import typst  # 30 MB of native code: only a process that makes a PDF loads it

    faces = chosen(families())
    data = json.dumps(_data(paper, faces), ensure_ascii=False)
    day = paper.dated
    with tempfile.TemporaryDirectory(prefix="zhengtong-form-") as empty:
        compiler = typst.Compiler(
            TEMPLATE.read_bytes(),
            root=empty,
            package_path=empty,
            package_cache_path=empty,
            font_paths=_fonts(),
            sys_inputs={"form": data},
        )
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else UNDATED
        return cast("bytes", compiler.compile(format="pdf", timestamp=at))


def families() -> list[str]:
    """Font families of this machine."""
    return _fonts().families()


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Searched once in a process: fonts installed later are found after a restart."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


def _data(paper: OfficePaper, faces: Faces) -> dict[str, Any]:
    return {
        "title": flat(paper.title),
        "faces": asdict(faces),
        "margins": asdict(margins_of(paper)),
        "below_title": below_title_of(paper),
        "elements": [_element(one) for one in laid_out(paper)],
    }


def _element(element: Element) -> dict[str, Any]:
    return {"kind": type(element).__name__, **asdict(element)}
