"""The gallery in Chromium: axe finds nothing, nothing scrolls sideways, the strict policy holds, choices work."""

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from zhengtong.portal import rendering
from zhengtong.portal.tests import samples

CHROMIUM = shutil.which("chromium")
PAGES = samples.gallery()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]


class Strict(SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gallery")
    for path, content in {**{p: t.encode() for p, t in PAGES.items()}, **rendering.assets().files}.items():
        target = folder / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    arguments = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield launched
        launched.close()


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("path", PAGES)
def test_axe__finds_nothing_plain_or_in_high_contrast(browser, address, path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    try:
        page.goto(address + path)
        assert axe.run(page).response["violations"] == []
        page.check("#high-contrast")
        assert axe.run(page).response["violations"] == []
    finally:
        page.close()


@pytest.mark.parametrize("path", PAGES)
def test_page__never_scrolls_sideways_down_to_360_px_even_in_large_type(browser, address, path):
    page = browser.new_page(viewport={"width": 360, "height": 640})
    try:
        page.goto(address + path)
        assert not too_wide(page)
        page.check("#large-type")
        assert not too_wide(page)
    finally:
        page.close()


def test_policy__strict_csp_is_not_violated(browser, address):
    page = browser.new_page()
    complaints = []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if "Content Security" in message.text else None,
    )
    try:
        for path in PAGES:
            page.goto(address + path)
        assert complaints == []
    finally:
        page.close()


def test_large_type__works_without_javascript(browser, address):
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(address + "/zwgk/tzgg/1.html")
        before = page.locator("h1").bounding_box()["height"]
        page.check("#large-type")
        assert page.locator("h1").bounding_box()["height"] > before
        assert not page.is_visible("[data-print]")
    finally:
        context.close()


def test_choice__is_kept_on_the_next_page_where_javascript_runs(browser, address):
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(address + "/zwgk/tzgg/1.html")
        page.check("#high-contrast")
        page.goto(address + "/lianxi/")
        assert page.is_checked("#high-contrast")
        page.uncheck("#high-contrast")
        page.goto(address + "/bm/")
        assert not page.is_checked("#high-contrast")
    finally:
        context.close()
