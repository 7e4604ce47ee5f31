"""Command line: what in a text may be private data, and the text with it hidden."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from .findings import Confidence, masked
from .personal import personal_data

USAGE = """\
用法：
  python -m zhengtong.tools.proofread 文件            列出文中可能涉及个人隐私之处及建议
  python -m zhengtong.tools.proofread 文件 --masked   输出隐去后的全文（提示为“请核对”的不动）
  python -m zhengtong.tools.proofread 文件 --masked --all   连同“请核对”的一并隐去
文件为 UTF-8 文本，写作 - 时读取标准输入；有误时退出码为 2。
"""


class _Parser(argparse.ArgumentParser):
    """argparse speaks English; a clerk gets Chinese."""

    def format_help(self) -> str:
        return USAGE

    def error(self, message: str) -> NoReturn:
        option = re.search(r"--[a-z-]+", message)
        what = f"参数 {option[0]} 填写有误" if option else "参数填写有误"
        raise ValueError(f"{what}\n{USAGE.rstrip()}")


def main(arguments: Sequence[str] | None = None) -> int:
    try:
        options = _parser().parse_args(arguments)
        text = _read(options.file)
    except ValueError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 2
    print(_masked(text, everything=options.all) if options.masked else _listed(text))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="proofread", allow_abbrev=False)
    parser.add_argument("file")
    parser.add_argument("--masked", action="store_true")
    parser.add_argument("--all", action="store_true")
    return parser


def _read(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise ValueError(f"无法读取“{name}”，请核对文件名") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"“{name}”不是 UTF-8 文本，请转换后再试") from error


def _masked(text: str, *, everything: bool) -> str:
    return masked(
        text, [one for one in personal_data(text) if everything or one.confidence != Confidence.LOW]
    )


def _listed(text: str) -> str:
    lines = [
        f"第{text.count(chr(10), 0, one.start) + 1}行 {one.kind.label}（{one.confidence.label}）"
        f"：{one.excerpt} → {one.proposal}（{one.why}）"
        for one in personal_data(text)
    ]
    return "\n".join(lines) or "未发现可能涉及个人隐私之处，仍请通读全文"


if __name__ == "__main__":
    sys.exit(main())
