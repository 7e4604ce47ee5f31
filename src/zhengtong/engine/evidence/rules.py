"""What may be kept, judged by the bytes themselves. An allow-list: whatever is not recognised is refused."""

import io
import re
import zipfile
from pathlib import PurePosixPath

import filetype

from zhengtong.engine.refusals import Refusal

MOST_BYTES = 100 * 1024 * 1024
MOST_ENTRIES = 10_000
MOST_UNPACKED = 500 * 1024 * 1024
MOST_EXPANSION = 200  # office documents stay below 100; the usual bombs begin at 1,000
SNIFFED = 4096  # bytes at the beginning that are looked at for active content

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFD = "application/ofd"

# Each media type with the endings its file names may have; the first one is the usual one.
ALLOWED: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    OFD: ("ofd",),
    # JSON lines are inert text: nothing runs them, and a browser that is told "text/plain" shows them as such.
    "text/plain": ("txt", "md", "log", "jsonl"),
    "text/csv": ("csv",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "video/mp4": ("mp4",),
}
MAGIC = {name for name in ALLOWED if name.startswith(("image/", "video/"))}
MAIN_PART = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "OFD.xml": OFD}
KINDS = "PDF、DOCX、XLSX、OFD、TXT、CSV、PNG、JPG、GIF、WEBP、MP4"

_ACTIVE_PART = re.compile(
    r"vbaproject|vbadata|macrosheets/|activex/|\.(exe|dll|js|vbs|bat|cmd|ps1|hta|scr)$", re.I
)
# What a browser that guesses would take for a page, or a shell for a program: it stands at the beginning.
_ACTIVE_TEXT = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\s*(!doctype|!--|html|head|title|body|script|svg|iframe|object|embed|style|link|meta|img|div"
    rb"|table|a\s|b>|p>|br|h1|font|\?xml|\?php|%)|#!|mime-version:)",
    re.I,
)
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def plain_name(filename: str) -> str:
    """The last part of a file name, without control or direction characters, 200 characters at most, its ending kept."""
    name = re.split(r"[/\\]", filename)[-1]
    name = re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", name).strip().strip(".")
    path = PurePosixPath(name or "未命名")
    return path.stem[: 200 - len(path.suffix)] + path.suffix[:20]


def judge(data: bytes, filename: str) -> tuple[str, list[Refusal]]:
    """The media type of these bytes ("" when refused) and every reason against keeping them under this name."""
    if not data:
        return "", [Refusal("evidence.empty", "文件是空的，请重新选择文件")]
    if len(data) > MOST_BYTES:
        limit = MOST_BYTES // 1024 // 1024
        return "", [Refusal("evidence.too_large", f"文件超过{limit}MB，请压缩或拆分后再上传")]
    media_type, refusals = _recognised(data, filename)
    if media_type:
        refusals += _why_not_named(media_type, filename)
    return ("" if refusals else media_type), refusals


def _recognised(data: bytes, filename: str) -> tuple[str, list[Refusal]]:
    if data.startswith(b"%PDF-"):
        return "application/pdf", []
    if data.startswith(b"PK"):
        return _package(data)
    guessed = filetype.guess_mime(data[:8192])
    if guessed in MAGIC:
        return guessed, []
    if guessed is None:
        return _text(data, filename)
    return "", [_unknown()]


def _why_not_named(media_type: str, filename: str) -> list[Refusal]:
    ending = PurePosixPath(filename).suffix.lstrip(".").lower()
    usual = ALLOWED[media_type]
    if ending in usual:
        return []
    said = f"文件名后缀“.{ending}”与文件内容不符" if ending else "文件名没有后缀"
    message = f"{said}，按内容应以“.{usual[0]}”为后缀，请核对后重新上传"
    return [Refusal("evidence.wrong_ending", message)]


def _unknown() -> Refusal:
    return Refusal("evidence.type", f"不支持此类文件，请转换为以下格式之一后上传：{KINDS}")


def _text(data: bytes, filename: str) -> tuple[str, list[Refusal]]:
    if _BINARY.search(data) or not _is_text(data):
        return "", [_unknown()]
    if _ACTIVE_TEXT.match(data[:SNIFFED]):
        return "", [
            Refusal("evidence.active", "网页、SVG图形和脚本不能作为证据直接上传，请另存为PDF或图片后上传")
        ]
    return ("text/csv" if filename.lower().endswith(".csv") else "text/plain"), []


def _is_text(data: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _package(data: bytes) -> tuple[str, list[Refusal]]:
    """An office document is a ZIP; look into its table of contents, unpack nothing but the list of content types."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            refusals = _why_not_packed(package.infolist(), len(data))
            return ("", refusals) if refusals else _main_part(package)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        ValueError,
        EOFError,
        OSError,
    ):
        return "", [Refusal("evidence.broken", "文件已损坏或已加密，无法核验，请重新导出后上传")]


def _why_not_packed(entries: list[zipfile.ZipInfo], size: int) -> list[Refusal]:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    # Entries that overlap promise more packed bytes than the file has: a bomb that hides its expansion.
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > MOST_UNPACKED
        or unpacked > MOST_EXPANSION * max(size, 10_000)
        or packed > size
    ):
        return [Refusal("evidence.bomb", "文件解压后过大，可能是恶意压缩文件，已拒收")]
    if any(_ACTIVE_PART.search(entry.filename) for entry in entries):
        return [Refusal("evidence.macro", "文件带有宏、控件或可执行内容，请去除后另存为普通文档再上传")]
    return []


def _main_part(package: zipfile.ZipFile) -> tuple[str, list[Refusal]]:
    names = set(package.namelist())
    found = [media_type for part, media_type in MAIN_PART.items() if part in names]
    if len(found) != 1:
        return "", [_unknown()]
    if found[0] != OFD and not _declares_plain(package):
        return "", [
            Refusal("evidence.macro", "文件是启用宏的文档或模板，请另存为普通文档（.docx、.xlsx）再上传")
        ]
    return found[0], []


def _declares_plain(package: zipfile.ZipFile) -> bool:
    with package.open("[Content_Types].xml") as part:
        declared = part.read(1024 * 1024).lower()
    return b"macroenabled" not in declared and b"vba" not in declared
