"""Which encoding a text file is in: UTF-8, UTF-16, GB18030 or what a page declares."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhengtong.tools.documents.safety import Unreadable


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: str
    guessed: bool


DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,20})""", re.I)
SAME_AS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "utf8": "utf-8", "unicode": "utf-16"}


NOT_TEXT = "文件不是文字文档，或已损坏。可导入的类型：.docx、.txt、.md、.html。"
BINARY = re.compile(rb"[\x00-\x08\x0e-\x19]")


def decode(data: bytes) -> Decoded:
    """Text of a text file. Raises Unreadable for binary data and unknown encodings."""
    decoded = _decode(data)
    controls = sum(1 for char in decoded.text[:100_000] if char < " " and char not in "\t\n\r\f\x0b\x1a\x1e")
    if controls > max(2, len(decoded.text[:100_000]) // 500):
        raise Unreadable(NOT_TEXT)
    return decoded


def _decode(data: bytes) -> Decoded:
    for bom, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(bom):
            return Decoded(_strictly(data, name), name.removesuffix("-sig"), guessed=False)
    if (text := _try(data, "utf-8")) is not None and "\x00" not in text:
        return Decoded(text, "utf-8", guessed=False)
    declared = DECLARED.search(data[:4096])
    if declared:
        name = declared[1].decode("ascii").lower()
        name = SAME_AS.get(name, name)
        if name in KNOWN_ENCODINGS and (text := _try(data, name)) is not None:
            return Decoded(text, name, guessed=False)
    return _mended(data) or _guess(data)


KNOWN_ENCODINGS = {"utf-8", "utf-16", "gb18030", "big5", "utf-16-le", "utf-16-be"}


def _mended(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes (cut or pasted files): each becomes U+FFFD, which the caller tells about."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for char in text if char > "\x7f") - broken
    few = broken * 100 < whole or (broken <= 3 and whole >= 10)
    return Decoded(text, "utf-8", guessed=True) if few else None


def _guess(data: bytes) -> Decoded:
    names = ("utf-16-le", "utf-16-be", "gb18030") if len(data) % 2 == 0 else ("gb18030",)
    tried = [(name, text) for name in names if (text := _try(data, name)) is not None]
    scored = [(_plausible(text), name, text) for name, text in tried]
    if (not scored or max(scored)[0] < 0.9) and BINARY.search(data[:8192]):
        raise Unreadable(NOT_TEXT)
    if not scored or max(scored)[0] < 0.9:
        raise Unreadable("文字编码无法识别。请用记事本打开文件，另存为 UTF-8 编码后再导入。")
    _, name, text = max(scored)
    return Decoded(text, name, guessed=True)


ORDINARY = re.compile(
    r"[\t\n\r -~\u00b7\u00d7\u2014-\u2026\u2460-\u24ff\u25a0-\u25cf\u3000-\u301f\u4e00-\u9fa5\uff01-\uff5e]"
)


def _plausible(text: str) -> float:
    """Share of characters that Chinese official texts are made of."""
    sample = text[:20_000]
    return len(ORDINARY.findall(sample)) / max(len(sample), 1)


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _strictly(data: bytes, name: str) -> str:
    if (text := _try(data, name)) is None:
        raise Unreadable(f"文件声明为 {name.upper()} 编码，但内容已损坏。请重新保存后再导入。")
    return text
