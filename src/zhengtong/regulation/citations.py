"""Finds every place in the sources that cites a clause or a parameter, so that no rule rests on a text that does not exist.

A clause is cited by: a keyword or an attribute `clause=` / `clauses=`, the first argument of `serves(`, the third of
`Refusal(`, `{% clause "5.2" %}` in a template, "clause 5.2" or "clauses 5.2, 5.3 and 5.4" in a docstring, and 办法5.2 in
any text that people read.
A parameter is cited by the first argument of `parameter(`.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ID = r"\d{1,2}\.\d{1,2}(?:\(\d{1,2}\))?"
IN_PROSE = re.compile(rf"\b[Cc]lauses?\s+({ID}(?:(?:\s*,\s*|\s+and\s+|\s+to\s+|,\s+and\s+){ID})*)")
IN_CHINESE = re.compile(rf"办法\s?({ID})")
IN_TEMPLATE = re.compile(r"{%\s*clause\s+[\"']([^\"']+)[\"']")
LEFT_OUT = {"tests", "migrations"}  # tests may cite what does not exist, to see it refused


@dataclass(frozen=True)
class Citation:
    path: Path
    line: int
    kind: str  # "clause" or "parameter"
    cited: str


def citations_in(folder: Path) -> Iterator[Citation]:
    """Every citation in the Python files and templates under a folder, tests and migrations left out."""
    for path in sorted(folder.rglob("*")):
        if LEFT_OUT & set(path.relative_to(folder).parts):
            continue
        if path.suffix == ".py":
            yield from citations_in_code(path, path.read_text(encoding="utf-8"))
        elif path.suffix in {".html", ".txt", ".xml"} and "templates" in path.parts:
            yield from citations_in_template(path, path.read_text(encoding="utf-8"))


def citations_in_template(path: Path, text: str) -> Iterator[Citation]:
    for pattern in (IN_TEMPLATE, IN_CHINESE):
        for match in pattern.finditer(text):
            yield Citation(path, text.count("\n", 0, match.start()) + 1, "clause", match[1])


def citations_in_code(path: Path, text: str) -> Iterator[Citation]:
    for node in ast.walk(ast.parse(text)):
        for kind, value in _values(node):
            for literal in _literals(value):
                yield Citation(path, literal.lineno, kind, str(literal.value))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for cited in IN_CHINESE.findall(node.value):
                yield Citation(path, node.lineno, "clause", cited)
        yield from _in_docstring(path, node)


def _values(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The expressions in which a node names a clause or a parameter."""
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        position = {"serves": ("clause", 0), "Refusal": ("clause", 2), "parameter": ("parameter", 0)}.get(
            called
        )
        if position and len(node.args) > position[1]:
            yield position[0], node.args[position[1]]
    elif isinstance(node, ast.keyword) and node.arg in {"clause", "clauses"}:
        yield "clause", node.value
    elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(getattr(target, "id", "") in {"clause", "clauses"} for target in targets):
            yield "clause", node.value


def _literals(value: ast.expr) -> Iterator[ast.Constant]:
    """The non-empty texts of an expression: one literal, or a tuple, list or set of them; anything computed is left out."""
    parts = value.elts if isinstance(value, ast.Tuple | ast.List | ast.Set) else [value]
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
            yield part


def _in_docstring(path: Path, node: ast.AST) -> Iterator[Citation]:
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return
    if ast.get_docstring(node) is None:
        return
    expression = node.body[0]
    text = ast.get_docstring(node, clean=False) or ""
    for match in IN_PROSE.finditer(text):
        line = expression.lineno + text.count("\n", 0, match.start())
        for cited in re.findall(ID, match[1]):
            yield Citation(path, line, "clause", cited)
