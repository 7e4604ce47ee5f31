"""Render every kind of public page with invented content into a folder, to look at.

python dev/gallery.py FOLDER
python -m http.server --directory FOLDER PORT
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengtong.settings")

import django

django.setup()  # samples take their labels from where they are declared; no database is asked

from zhengtong.portal import rendering  # noqa: E402
from zhengtong.portal.tests.samples import gallery, machine_files  # noqa: E402


def write(folder: Path) -> None:
    road = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 300"><rect width="720" height="300" fill="#dfe8e1"/></svg>'
    texts = {path: html.encode() for path, html in gallery().items()}
    for path, content in {
        **texts,
        **machine_files(),
        **rendering.assets().files,
        "/files/road.svg": road.encode(),
    }.items():
        target = folder / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
