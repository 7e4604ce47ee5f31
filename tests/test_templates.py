"""Every template of ours compiles: a broken tag is found here, not on the screen that nobody opened."""

from pathlib import Path

import pytest
from django.template.loader import get_template

from zhengtong.portal import rendering

SOURCES = Path(__file__).resolve().parent.parent / "src" / "zhengtong"
CONSOLE = sorted(
    str(file.relative_to(folder))
    for folder in SOURCES.rglob("templates")
    for file in folder.rglob("*.*")
    if file.suffix in {".html", ".txt"}
)


@pytest.mark.parametrize("name", CONSOLE)
def test_console_template__compiles(name):
    get_template(name)


def test_portal_templates__compile():
    names = rendering.environment().list_templates()
    assert names
    for name in names:
        rendering.environment().get_template(name)
