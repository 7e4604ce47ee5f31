"""``python -m zhengtong.tools.documents FILE``: print what is recognised, as Chinese text or with --json.

``python -m zhengtong.tools.documents FORM.json --to FORM.pdf``: set a form or letter as .pdf or .docx.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from zhengtong.tools.documents.forms import BadForm, FormTooLong, NoChineseFont, as_docx, as_pdf, from_json
from zhengtong.tools.documents.model import (
    OFFICIAL_ROLES,
    AttachmentNote,
    Block,
    Heading,
    Image,
    ListBlock,
    OfficialLine,
    Recognised,
    Table,
)
from zhengtong.tools.documents.recognise import FORMATS, recognise
from zhengtong.tools.documents.safety import Unreadable


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m zhengtong.tools.documents",
        description="识别公文和网页文档；将表单生成 .docx 或 PDF。",
    )
    parser.add_argument("file", type=Path, help="要识别的文件（.docx、.txt、.md、.html），或 JSON 表单")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出（图片只给出大小和摘要）")
    parser.add_argument("--to", type=Path, help="将 JSON 表单生成为此文件（.docx 或 .pdf）")
    chosen = parser.parse_args(arguments)
    if chosen.to:
        return write_form(chosen.file, chosen.to)
    try:
        made = recognise(chosen.file.read_bytes(), chosen.file.name)
    except OSError as error:
        print(f"无法打开文件：{error.strerror}", file=sys.stderr)
        return 2
    except Unreadable as refused:
        print("\n".join(refused.reasons), file=sys.stderr)
        return 1
    print(
        json.dumps(made.as_json(with_images=False), ensure_ascii=False, indent=2)
        if chosen.json
        else as_text(made)
    )
    return 0


def write_form(source: Path, target: Path) -> int:
    """Set the form in the JSON file; the name of ``target`` says as what."""
    made_as = {".docx": as_docx, ".pdf": as_pdf}.get(target.suffix.lower())
    if made_as is None:
        print("请将输出文件命名为 .docx 或 .pdf。", file=sys.stderr)
        return 2
    try:
        target.write_bytes(made_as(from_json(json.loads(source.read_text(encoding="utf-8")))))
    except OSError as error:
        print(f"无法读写文件：{error.strerror}", file=sys.stderr)
        return 2
    except (ValueError, RecursionError):
        print("文件不是有效的 JSON。", file=sys.stderr)
        return 1
    except (BadForm, FormTooLong, NoChineseFont) as refused:
        print("\n".join(map(str, refused.args)), file=sys.stderr)
        return 1
    return 0


def as_text(made: Recognised) -> str:
    """The whole recognition for a person to read."""
    return "\n".join([*_fields(made), "", "【正文】", *map(_shown, made.blocks), "", *_remarks(made)])


def _fields(made: Recognised) -> list[str]:
    rows = [
        ("类型", made.kind_label, "kind"),
        ("标题", made.title, "title"),
        ("发文字号", made.document_number, "document_number"),
        ("发文机关", made.issuer, "issuer"),
        ("成文日期", str(made.written_on or ""), "written_on"),
        ("发布日期", str(made.published_on or ""), "published_on"),
        ("主送机关", made.main_addressees, "main_addressees"),
    ]
    lines = [f"【文件】{FORMATS[made.file_format]}"]
    for label, value, name in rows:
        why = made.evidence.get(name)
        lines.append(f"【{label}】{value or '（未识别）'}" + (f"　← {why.how}" if why and value else ""))
    return lines


def _shown(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {block.text}"
        case ListBlock():
            return "\n".join(f"{'  ' * item.level}• {item.text}" for item in block.items)
        case Table():
            rows = [" | ".join(cell.text.replace("\n", " ") for cell in row) for row in block.rows]
            return "\n".join(
                [f"〔表格 {len(block.rows)} 行，表头 {block.header_rows} 行〕{block.caption}", *rows]
            )
        case Image():
            return f"〔图片 {block.name}，{len(block.data):,} 字节〕{block.alt}"
        case AttachmentNote():
            return f"〔附件〕{block.text}"
        case OfficialLine():
            return f"〔{OFFICIAL_ROLES[block.role]}〕{block.text}"
        case _:
            return block.text


def _remarks(made: Recognised) -> list[str]:
    if not made.not_understood:
        return ["【未能识别或需要核对】无"]
    lines = [f"【未能识别或需要核对】{len(made.not_understood)} 处"]
    for number, one in enumerate(made.not_understood, 1):
        excerpt = f"“{one.excerpt}”" if one.excerpt else ""
        lines.append(f"{number}. {one.where}{excerpt}：{one.why}。{one.what_to_do}。")
    return lines


if __name__ == "__main__":
    sys.exit(main())
