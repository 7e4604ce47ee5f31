"""The documents say what is there: links lead somewhere, each room has its page, each setting its line."""

import re
import runpy
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "zhengtong"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
READ_BY_SETTINGS = re.compile(r"\b(?:env|flag|number|one_of)\(\"([A-Z_]+)\"")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors_of(page: Path) -> set[str]:
    """As GitHub makes them of headings: lower case, no punctuation, hyphens for spaces."""
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> list[str]:
    targets = [one or other for one, other in LINK.findall(CODE.sub("", text_of(page)))]
    return [target for target in targets if "://" not in target and not leads_somewhere(page, target)]


def leads_somewhere(page: Path, target: str) -> bool:
    path, _, anchor = unquote(target).partition("#")
    found = (page.parent / path).resolve() if path else page
    return found.exists() and (not anchor or anchor in anchors_of(found))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links__lead_somewhere(page):
    assert broken_links(page) == []


def rooms() -> set[str]:
    """Every Django app of the house; the engine's parts each count."""
    return {app.parent.name for app in (*SOURCES.glob("*/apps.py"), *SOURCES.glob("engine/*/apps.py"))}


def test_every_room__has_its_page_and_stands_in_the_list():
    pages = {page.stem for page in (ROOT / "docs" / "rooms").glob("*.md")}
    listed = set(re.findall(r"rooms/(\w+)\.md", text_of(ROOT / "docs" / "README.md")))
    assert sorted(rooms() - pages) == []
    assert sorted(pages - listed) == []


def test_tools__each_stand_on_their_page():
    page = text_of(ROOT / "docs" / "rooms" / "tools.md")
    tools = {package.parent.name for package in SOURCES.glob("tools/*/__init__.py")}
    assert sorted(tool for tool in tools if f"`tools.{tool}`" not in page) == []


def test_every_setting__is_in_the_readme():
    read = {f"ZT_{name}" for name in READ_BY_SETTINGS.findall(text_of(SOURCES / "settings.py"))}
    read |= set(re.findall(r"\bZT_[A-Z_]+\b", text_of(ROOT / "Makefile")))
    assert len(read) > 15
    documented = set(re.findall(r"\bZT_[A-Z_]+\b", text_of(ROOT / "README.md")))
    assert sorted(read - documented) == []
    assert sorted(documented - read) == []


def test_every_command__is_named_in_the_documents():
    commands = {
        file.stem for file in SOURCES.rglob("management/commands/*.py") if not file.stem.startswith("_")
    }
    told = " ".join(text_of(page) for page in PAGES).replace("-", "_")
    assert sorted(name for name in commands if f"zhengtong {name}" not in told) == []


def test_commands_named__exist():
    named = {
        name.replace("-", "_")
        for page in PAGES
        for name in re.findall(r"`(?:\S*python -m )?zhengtong ([a-z][a-z_-]+)", text_of(page))
    }
    commands = {file.stem for file in SOURCES.rglob("management/commands/*.py")} | {"check", "shell"}
    assert sorted(named - commands) == []


def test_table_of_clauses__says_what_the_rooms_say():
    made = runpy.run_path(str(ROOT / "dev" / "where.py"))["page"]()
    assert text_of(ROOT / "docs" / "where.md") == made, "run: python dev/where.py"


def test_decisions__are_all_listed_and_dated():
    folder = ROOT / "docs" / "decisions"
    records = sorted(folder.glob("[0-9]*.md"))
    listed = text_of(folder / "README.md")
    assert [record.name for record in records if f"({record.name})" not in listed] == []
    assert [
        record.name for record in records if not re.search(r"^20\d\d-\d\d-\d\d · ", text_of(record), re.M)
    ] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme__leads_to_clause_5_2_and_names_functions_that_exist(name):
    page = text_of(ROOT / name)
    assert page.index("make run") < page.index("make test") < page.index("\n## ")
    section = re.split(r"^#+ ", page[page.index("### ") :], maxsplit=2, flags=re.MULTILINE)[1]
    assert "src/zhengtong/publishing/rules/review.py" in section
    rules = text_of(SOURCES / "publishing" / "rules" / "review.py")
    functions = re.findall(r"`(\w+)`", section)
    assert functions
    assert [function for function in functions if f"def {function}(" not in rules] == []


def test_rules_and_tests_that_pages_name__exist():
    """Whole names of tests in the rooms' pages; names that are cut (…) are left out."""
    tests = set()
    for file in (*SOURCES.rglob("test_*.py"), *(ROOT / "tests").rglob("test_*.py")):
        tests |= set(re.findall(r"def (test_\w+)", text_of(file)))
    named = {(page.name, test) for page in PAGES for test in re.findall(r"`(test_\w+__\w+)`", text_of(page))}
    assert sorted(f"{page}: {test}" for page, test in named if test not in tests) == []
