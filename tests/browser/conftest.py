"""People at the screens: signed in once each, and pictures for the guided tour where ZT_TOUR asks for them."""

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

DESKTOP = {"width": 1366, "height": 768}
PATIENCE = (
    30_000  # milliseconds: a busy machine is no failure; what must be quick is measured where it is asserted
)
SIGN_IN = "/console/login/"


@pytest.fixture(scope="session")
def signed_in(chromium: Any) -> Iterator[Callable[..., Any]]:
    """signed_in(platform, "bgs.editor"): the page of this person, at a desktop, signed in once for the session."""
    pages: dict[tuple[str, str], Any] = {}

    def person(platform: Any, username: str) -> Any:
        key = (platform.address, username)
        if key not in pages:
            pages[key] = sign_in(chromium, platform, username)
        return pages[key]

    yield person
    for page in pages.values():
        page.context.close()


def sign_in(chromium: Any, platform: Any, username: str) -> Any:
    page = opened(chromium, platform)
    page.goto(SIGN_IN)
    page.get_by_label("用户名").fill(username)
    page.locator("input[name=password]").fill(platform.password)
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/console/")
    return page


def opened(chromium: Any, platform: Any, **more: Any) -> Any:
    """A page of a browser that nobody else uses. It fails the test that made it ask another host for anything."""
    context = chromium.new_context(
        base_url=platform.address, **({"viewport": DESKTOP, "locale": "zh-CN"} | more)
    )
    context.set_default_timeout(PATIENCE)
    context.route(lambda url: not url.startswith(platform.address), lambda route: route.abort())
    return context.new_page()


@pytest.fixture
def visitor(chromium: Any) -> Iterator[Callable[..., Any]]:
    """visitor(platform, …): a page of somebody who is not signed in; keywords are those of a browser context."""
    contexts: list[Any] = []

    def somebody(platform: Any, **more: Any) -> Any:
        page = opened(chromium, platform, **more)
        contexts.append(page.context)
        return page

    yield somebody
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def picture() -> Callable[..., None]:
    """picture(page, "07-sign"): a picture for docs/tour, where ZT_TOUR names the folder; else nothing."""
    folder = os.environ.get("ZT_TOUR", "")

    def take(page: Any, name: str, *, whole: bool = False) -> None:
        if folder:
            page.wait_for_load_state("networkidle")
            keep_small(
                page.screenshot(full_page=whole, animations="disabled", caret="hide"),
                Path(folder) / f"{name}.png",
            )

    return take


def keep_small(shot: bytes, file: Path) -> None:
    """A palette is enough for screens, and makes the file a third of its size."""
    from PIL import Image

    file.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(shot)) as image:
        few = image.convert("RGB").quantize(128, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(file, optimize=True)
