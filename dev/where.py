"""Write docs/where.md, the table clause → code → screen, from what each room says in its `serves.py`.

    .venv/bin/python dev/where.py

`tests/test_docs.py` fails when the page does not say what the rooms say.
"""

import inspect
import os
import pkgutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "where.md"
HEAD = """\
# Where does each clause work?

Made from the rooms' `serves.py` by `python dev/where.py`; change it there. The same, with the text of the clause and every
citation in the sources: `python -m zhengtong clauses 5.2`, or the page 办法 in the console. The path of clause 5.2 through the code
is told in [rooms/publishing.md](rooms/publishing.md).

| clause | what is done for it | rule or verb | screen |
|---|---|---|---|
"""


def page() -> str:
    """The page as it should be. Django must be set up."""
    from zhengtong.regulation.services import served, unserved

    rows = [
        f"| {clause_id} | {service.what} | {linked(service.code)} | {f'`{service.url}`' if service.url else ''} |"
        for clause_id, services in served().items()
        for service in services
    ]
    left = "、".join(clause.id for clause in unserved())
    return f"{HEAD}{chr(10).join(rows)}\n\nNot served yet: {left or 'none'}.\n"


def linked(code: str) -> str:
    """The name of the function with a link to the file in which it is written."""
    named = pkgutil.resolve_name(code)
    try:
        source = Path(inspect.getsourcefile(inspect.unwrap(named)) or "")
    except TypeError:
        return f"`{code}`"
    name = getattr(named, "__name__", code.rpartition(".")[2])
    place = source.relative_to(ROOT).as_posix()
    return f"[`{place.removeprefix('src/zhengtong/')}` · `{name}`](../{place})"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengtong.settings")
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
