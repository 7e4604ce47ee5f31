"""Reads data packs: folders with a pack.toml and beside it clauses, parameters and glossary files.

A pack that is wrong anywhere is refused as a whole, with every problem named by file and entry: the numbers of the law
must not be half loaded. How to write a pack: docs/rooms/regulation.md.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from . import entries
from .facts import LEVELS, Chapter, Clause, Parameter, Regulation, Source, Term

SHIPPED = Path(__file__).parent / "packs"
# Which tables each kind of file may hold; parameters may be spread over parameters-….toml.
TABLES = {
    "pack": {"level", "title", "sources"},
    "clauses": {"chapters", "clauses"},
    "parameters": {"parameters"},
    "glossary": {"terms"},
}


class PackError(ValueError):
    """A pack cannot be used; `problems` names every file and entry that is wrong."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("数据包有误：\n" + "\n".join(f"· {problem}" for problem in self.problems))


@dataclass
class Pack:
    """One folder as read: its entries, each with the place it stands at, and not yet held against other packs."""

    folder: Path
    level: str = ""
    entries: dict[str, list[tuple[str, dict[str, Any]]]] = field(default_factory=dict)


@dataclass
class Shelf:
    """What has been accepted so far, over all packs, and every problem met."""

    problems: list[str] = field(default_factory=list)
    chapters: dict[int, Chapter] = field(default_factory=dict)
    clauses: dict[tuple[str, date], Clause] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    parameters: list[Parameter] = field(default_factory=list)
    terms: dict[str, Term] = field(default_factory=dict)
    clause_ids: set[str] = field(default_factory=set)

    def check(self, place: str, problems: Iterable[str]) -> bool:
        found = [f"{place}：{problem}" for problem in problems]
        self.problems += found
        return not found


def shipped_packs() -> list[Path]:
    return packs_in(SHIPPED)


def packs_in(folder: Path) -> list[Path]:
    """The pack that a folder is, or those it holds, by name. Raises PackError for a folder that has neither but is not empty."""
    if (folder / "pack.toml").exists():
        return [folder]
    found = sorted(path.parent for path in folder.glob("*/pack.toml"))
    if not found and any(folder.iterdir()):
        raise PackError([f"{folder}：没有找到 pack.toml"])
    return found


def load(folders: Iterable[Path]) -> Regulation:
    """Read and check packs, in the order given. Raises PackError naming every wrong file and entry."""
    shelf = Shelf()
    packs = [_read(folder, shelf) for folder in folders]
    for put in (_put_chapters, _put_sources, _put_clauses, _put_parameters, _put_terms):
        for pack in packs:
            put(pack, shelf)
    _check_whole(shelf)
    if shelf.problems:
        raise PackError(shelf.problems)
    order = {str(pack.folder): number for number, pack in enumerate(packs)}
    by_precedence = sorted(
        shelf.parameters,
        key=lambda one: (LEVELS.index(one.level), order[one.pack], one.valid_from),
        reverse=True,
    )
    return Regulation(shelf.chapters.values(), shelf.clauses.values(), by_precedence, shelf.terms.values())


def _read(folder: Path, shelf: Shelf) -> Pack:
    pack = Pack(folder)
    for file in sorted(folder.glob("*.toml")):
        name, kind = f"{folder.name}/{file.name}", file.stem.partition("-")[0]
        if kind not in TABLES:
            shelf.check(name, ["文件名不在允许范围（pack、clauses、parameters、glossary）"])
            continue
        try:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            shelf.check(name, [f"无法读取：{error}"])
            continue
        shelf.check(name, [f"不认识的内容“{key}”" for key in content if key not in TABLES[kind]])
        _sort_in(pack, name, content, shelf)
    if pack.level not in LEVELS:
        shelf.check(
            f"{folder.name}/pack.toml", [f"缺少 level，或其值“{pack.level}”不是 {'、'.join(LEVELS)} 之一"]
        )
    return pack


def _sort_in(pack: Pack, name: str, content: dict[str, Any], shelf: Shelf) -> None:
    pack.level = content.get("level", pack.level)
    for table, rows in content.items():
        if table in {"level", "title"}:
            continue
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            shelf.check(name, [f"“{table}”应写作 [[{table}]]"])
            continue
        for number, row in enumerate(rows, 1):
            label = row.get("code") or row.get("id") or row.get("term") or row.get("number") or ""
            place = f"{name} [[{table}]] 第{number}项（{label}）"
            pack.entries.setdefault(table, []).append((place, row))


def _accepted(pack: Pack, table: str, shelf: Shelf) -> Iterable[tuple[str, dict[str, Any]]]:
    """The entries of a table whose own fields are right; the others are written down as problems."""
    for place, row in pack.entries.get(table, []):
        if shelf.check(place, entries.why_wrong(table, row)):
            yield place, row


def _put_chapters(pack: Pack, shelf: Shelf) -> None:
    for _place, row in _accepted(pack, "chapters", shelf):
        shelf.chapters[row["number"]] = Chapter(row["number"], row["title"])


def _put_sources(pack: Pack, shelf: Shelf) -> None:
    for place, row in _accepted(pack, "sources", shelf):
        source = Source(row["id"], row["title"], row.get("number", ""), row.get("note", ""))
        if shelf.sources.setdefault(source.id, source) != source:
            shelf.check(place, ["同一来源编号已用于另一文件"])


def _put_clauses(pack: Pack, shelf: Shelf) -> None:
    """A later pack may reword a clause: with a later `valid_from` it follows the old wording, with the same it replaces it."""
    seen = set()
    for place, row in _accepted(pack, "clauses", shelf):
        clause = Clause(
            row["id"], row.get("article", ""), row["summary"], row["product"], row["text"],
            row["valid_from"], row.get("valid_until"),
        )  # fmt: skip
        key = (clause.id, clause.valid_from)
        shelf.check(place, ["同一条款重复"] if key in seen else [])
        shelf.check(place, [] if clause.chapter in shelf.chapters else [f"没有第{clause.chapter}章"])
        seen.add(key)
        shelf.clauses[key] = clause
        shelf.clause_ids.add(clause.id)


def _put_parameters(pack: Pack, shelf: Shelf) -> None:
    mine: list[Parameter] = []
    for place, row in _accepted(pack, "parameters", shelf):
        source = shelf.sources.get(row["source"])
        shelf.check(place, [] if source else [f"没有来源“{row['source']}”"])
        shelf.check(place, _unknown_clause(row, shelf))
        if not source:
            continue
        parameter = _parameter(row, source, pack)
        shelf.check(place, _clashes(parameter, mine, shelf))
        mine.append(parameter)
    shelf.parameters += mine


def _parameter(row: dict[str, Any], source: Source, pack: Pack) -> Parameter:
    value = tuple(row["value"]) if isinstance(row["value"], list) else row["value"]
    return Parameter(
        row["code"], value, row["unit"], row["label"], row["clause"], source, row["confidence"],
        row["valid_from"], row.get("valid_until"), row.get("note", ""), pack.level, str(pack.folder),
    )  # fmt: skip


def _clashes(parameter: Parameter, mine: list[Parameter], shelf: Shelf) -> Iterable[str]:
    for other in mine:
        if other.code == parameter.code and _overlap(other, parameter):
            yield "有效期与同一数据包中同名参数重叠"
    if any(one.code == parameter.code and one.unit != parameter.unit for one in [*shelf.parameters, *mine]):
        yield "计量单位与其他同名参数不一致"


def _overlap(one: Parameter | Clause, other: Parameter | Clause) -> bool:
    return one.valid_from <= (other.valid_until or date.max) and other.valid_from <= (
        one.valid_until or date.max
    )


def _put_terms(pack: Pack, shelf: Shelf) -> None:
    seen = set()
    for place, row in _accepted(pack, "terms", shelf):
        shelf.check(place, _unknown_clause(row, shelf))
        shelf.check(place, ["术语重复"] if row["term"] in seen else [])
        seen.add(row["term"])
        shelf.terms[row["term"]] = Term(row["term"], row["chinese"], row["definition"], row["clause"])


def _unknown_clause(row: dict[str, Any], shelf: Shelf) -> list[str]:
    return [] if row["clause"] in shelf.clause_ids else [f"没有条款“{row['clause']}”"]


def _check_whole(shelf: Shelf) -> None:
    """What can only be seen once all packs are on the shelf."""
    for clause in shelf.clauses.values():
        if clause.parent and clause.parent not in shelf.clause_ids:
            shelf.check(f"条款 {clause.id}", [f"没有所属条款“{clause.parent}”"])
    words: dict[str, str] = {}
    for term in shelf.terms.values():
        if words.setdefault(term.chinese, term.term) != term.term:
            shelf.check(f"术语 {term.term}", [f"“{term.chinese}”已用于 {words[term.chinese]}"])
