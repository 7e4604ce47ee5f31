"""From the bytes of an upload to what the preview shows, in one value that goes into the database as JSON."""

import logging
from dataclasses import asdict, dataclass
from typing import Any

from zhengtong.publishing.importing.body import body_of
from zhengtong.publishing.importing.hints import hints_of, remarks_of, source_of
from zhengtong.tools.documents import Evidence, Image, Limits, Recognised, Unreadable, recognise

log = logging.getLogger(__name__)
FIELDS = ("kind", "title", "document_number", "issuer", "written_on", "published_on", "main_addressees")
CLASSIFIED = ("绝密", "机密", "秘密")
MARKED = (
    "文件带有密级标志“{mark}”，涉密文件不得上传到本系统，系统已不保留其内容。"
    "请立即按保密规定处理，并报告本单位保密工作机构。"
)
UNFORESEEN = "未能读懂这个文件。请在 WPS 或 Word 中另存为 .docx 后再试，或直接拟稿并粘贴文字。"


@dataclass(frozen=True)
class Reading:
    """`data` is JSON: fields, evidence, blocks, remarks, hints. Pictures are apart, numbered from 1 as in the blocks."""

    data: dict[str, Any]
    pictures: tuple[Image, ...]


def read(data: bytes, filename: str, *, seconds: float | None = None) -> Reading:
    """Recognise a document. Raises `Unreadable` with reasons in Chinese, for a classified document, too, and for
    whatever nobody foresaw: a hostile file never gets further than a refusal."""
    limits = Limits() if seconds is None else Limits(seconds=seconds)
    try:
        recognised = recognise(data, filename, limits)
        made = _reading(recognised)
    except Unreadable:
        raise
    except Exception as error:
        log.exception("an uploaded document could not be read")
        raise Unreadable(UNFORESEEN) from error
    return made


def _reading(recognised: Recognised) -> Reading:
    for remark in recognised.not_understood:
        if "密级" in remark.why and remark.excerpt.strip().startswith(CLASSIFIED):
            raise Unreadable(MARKED.format(mark=remark.excerpt.strip()))
    body = body_of(recognised)
    remarks = [*recognised.not_understood, *body.remarks, *remarks_of(recognised)]
    plain = {name: getattr(recognised, name) for name in FIELDS}
    source, source_line = source_of(recognised)
    evidence = dict(recognised.evidence)
    if source:
        evidence["content_source"] = Evidence(source_line, "标题下的来源信息")
    return Reading(
        {
            "fields": {name: _plain(value) for name, value in plain.items()} | {"content_source": source},
            "evidence": {name: asdict(why) for name, why in evidence.items()},
            "blocks": body.parts,
            "remarks": [asdict(remark) for remark in remarks],
            "hints": hints_of(recognised),
            "file_format": recognised.file_format,
        },
        tuple(body.pictures),
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value or ""
