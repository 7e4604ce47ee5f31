"""Writes docs/glossary.md from the glossary of the shipped packs: `python dev/glossary.py`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "glossary.md"
sys.path.insert(0, str(ROOT / "src"))

from zhengtong.regulation.loading import load, shipped_packs  # noqa: E402

HEAD = """# Glossary

One word per concept: the English word is the one used in code, the Chinese one the one used on screen.
Made from `src/zhengtong/regulation/packs/*/glossary.toml` by `python dev/glossary.py`; change it there.

| term | Chinese | meaning | clause |
|---|---|---|---|
"""


def page() -> str:
    """The page as it must stand, terms in alphabetical order."""
    terms = sorted(load(shipped_packs()).terms, key=lambda term: term.term.lower())
    return HEAD + "".join(
        f"| {one.term} | {one.chinese} | {one.definition} | {one.clause} |\n" for one in terms
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
