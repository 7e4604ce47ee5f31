"""The one door in: bytes and a file name become a draft, or are refused with reasons."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from zhengtong.tools.documents.assemble import assemble
from zhengtong.tools.documents.encodings import Decoded, decode
from zhengtong.tools.documents.model import Recognised
from zhengtong.tools.documents.readers.docx import read_docx
from zhengtong.tools.documents.readers.html import read_html
from zhengtong.tools.documents.readers.markdown import read_markdown
from zhengtong.tools.documents.readers.text import read_text
from zhengtong.tools.documents.safety import Budget, Limits, Unreadable, kind_of
from zhengtong.tools.documents.source import Source

FORMATS = {
    "docx": "Word 文档（.docx）",
    "txt": "纯文本（.txt）",
    "md": "Markdown（.md）",
    "html": "网页（.html）",
}
SUFFIXES = {
    "docx": "docx",
    "txt": "txt",
    "text": "txt",
    "md": "md",
    "markdown": "md",
    "html": "html",
    "htm": "html",
}

MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|table|h[1-6]|span|article|section|br|ul|ol)\b[^<>]*>", re.I
)
XML = re.compile(r"\s*(?:<\?|<!DOCTYPE(?!\s+html)|<!ENTITY|<svg)", re.I)


def recognise(data: bytes, filename: str, limits: Limits | None = None) -> Recognised:
    """Turn an office document into a structured draft.

    The type is decided by content; ``filename`` only chooses between text and Markdown, and is the last resort
    for a title. Nothing is fetched, resolved or run. Raises Unreadable with Chinese reasons.
    """
    budget = Budget(limits or Limits())
    name = PurePosixPath(filename.replace("\\", "/")).name
    stem, _, suffix = name.rpartition(".") if "." in name else (name, "", "")
    file_format, source = _read(data, SUFFIXES.get(suffix.lower(), ""), budget)
    _remark_on_name(source, name, suffix.lower(), file_format)
    return assemble(source, _clean_name(stem), file_format, budget)


def _read(data: bytes, expected: str, budget: Budget) -> tuple[str, Source]:
    if kind_of(data, budget.limits) == "docx":
        return "docx", read_docx(data, budget)
    decoded = decode(data)
    file_format = _text_format(decoded.text, expected)
    reader = {"html": read_html, "md": read_markdown, "txt": read_text}[file_format]
    source = reader(decoded.text, budget)
    _remark_on_encoding(source, decoded)
    return file_format, source


def _text_format(text: str, expected: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")[:5000]
    if XML.match(start) and not re.search(r"<html\b", start, re.I):
        raise Unreadable("这是 XML 文件，不是可导入的文档。可导入的类型：.docx、.txt、.md、.html。")
    if start[:200].lower().startswith("mime-version:") or "multipart/related" in start[:1000].lower():
        raise Unreadable("这是单个文件网页（.mht）。请在 WPS 或 Word 中打开，请另存为 .docx 后再导入。")
    if expected == "md" and not re.match(r"<(?:!doctype|html|body)", start, re.I):
        return "md"
    looks_html = (start.startswith("<") and MARKUP.search(start)) or len(MARKUP.findall(start)) >= 6
    return "html" if looks_html or (expected == "html" and MARKUP.search(text[:100_000])) else "txt"


def _remark_on_name(source: Source, name: str, suffix: str, file_format: str) -> None:
    if SUFFIXES.get(suffix) != file_format:
        why = f"文件的扩展名与内容不符，已按内容识别为{FORMATS[file_format]}"
        source.remark("文件", name, why, "请确认选对了文件")


def _remark_on_encoding(source: Source, decoded: Decoded) -> None:
    if decoded.guessed:
        why = f"文件没有标明文字编码，按 {decoded.encoding.upper()} 推测"
        source.remark("文件", decoded.text[:60], why, "请检查有无乱码")
    if "\ufffd" in decoded.text:
        count = decoded.text.count("\ufffd")
        source.remark("全文", "\ufffd", f"有 {count} 个字符在源文件中已损坏", "请对照原件补正")


def _clean_name(stem: str) -> str:
    """The title that a file name holds: 附件3：某某大纲 → 某某大纲."""
    name = re.sub(r"[\x00-\x1f_]+", " ", stem).strip()
    return (re.sub(r"^附\s*件\s*\d*\s*[:：.．]?\s*", "", name) or name)[:120]
