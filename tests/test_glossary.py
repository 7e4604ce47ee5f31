import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_glossary_page__is_what_the_packs_say():
    made = runpy.run_path(str(ROOT / "dev" / "glossary.py"))["page"]()
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == made, "run: python dev/glossary.py"
