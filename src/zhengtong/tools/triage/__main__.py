"""Command line: groups of letters about the same matter, near copies, or suggestions from examples, all from JSON lines."""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from .clusters import clusters
from .likeness import Nearest
from .router import Router

USAGE = """\
用法：
  python -m zhengtong.tools.triage clusters 文件 [--most 10]       把同一地点、同一事项的来信归为一组
  python -m zhengtong.tools.triage copies 文件 [--at-least 0.5]    列出彼此雷同的文本
  python -m zhengtong.tools.triage suggest 文件 --label 字段 文本   由文件中已分办的来信学习，给出文本的承办建议
文件为 JSON Lines（每行一个对象，UTF-8），取 title 和 body 字段；copies 可用 --field reply 指定字段。有误时退出码为 2。
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
        options = _parser().parse_intermixed_args(arguments)
        rows = _rows(options.file)
        lines = {"clusters": _clusters, "copies": _copies, "suggest": _suggest}[options.what](rows, options)
    except ValueError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="triage", allow_abbrev=False)
    parser.add_argument("what", choices=("clusters", "copies", "suggest"))
    parser.add_argument("file")
    parser.add_argument("text", nargs="?")
    parser.add_argument("--most", type=int, default=10)
    parser.add_argument("--at-least", type=float, default=0.5)
    parser.add_argument("--field")
    parser.add_argument("--label")
    return parser


def _rows(name: str) -> list[dict[str, Any]]:
    try:
        lines = Path(name).read_text(encoding="utf-8-sig").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
    except OSError as error:
        raise ValueError(f"无法读取“{name}”，请核对文件名") from error
    except ValueError as error:
        raise ValueError(f"“{name}”不是 JSON Lines（UTF-8），请转换后再试") from error
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError(f"“{name}”中每行须为一个 JSON 对象")
    return rows


def _text(row: dict[str, Any], field: str | None = None) -> str:
    return str(row.get(field) or "") if field else f"{row.get('title') or ''}\n{row.get('body') or ''}"


def _name(row: dict[str, Any], place: int) -> str:
    return f"第{place + 1}行 {str(row.get('title') or '')[:40]}".rstrip()


def _clusters(rows: list[dict[str, Any]], options: argparse.Namespace) -> list[str]:
    lines = []
    for number, group in enumerate(clusters([_text(row) for row in rows])[: options.most], 1):
        lines.append(f"{number}. {group.size}件：{'、'.join(group.words)}")
        lines += [f"   {_name(rows[place], place)}" for place in group.members[:3]]
    return lines or ["未发现同一事项的来信"]


def _copies(rows: list[dict[str, Any]], options: argparse.Namespace) -> list[str]:
    index: Nearest[int] = Nearest()
    lines = []
    for place, row in enumerate(rows):
        text = _text(row, options.field)
        for near in index.near(text, 1, at_least=options.at_least):
            lines.append(f"{_name(row, place)} 与 {_name(rows[near.key], near.key)} 雷同 {near.likeness:.0%}")
        index.add(place, text)
    return lines or ["未发现雷同的文本"]


def _suggest(rows: list[dict[str, Any]], options: argparse.Namespace) -> list[str]:
    if not options.label or options.text is None:
        raise ValueError(f"请用 --label 指明承办单位所在字段，并给出文本\n{USAGE.rstrip()}")
    router = Router()
    router.learn((_text(row), str(row[options.label])) for row in rows if row.get(options.label))
    said = [
        f"{one.label} {one.share:.0%}（依据：{'、'.join(one.words) or '无'}）"
        for one in router.suggest(options.text)
    ]
    return said or ["没有可供判断的词语，请人工分办"]


if __name__ == "__main__":
    sys.exit(main())
