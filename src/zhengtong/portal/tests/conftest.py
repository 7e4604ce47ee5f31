"""The cast of the portal's tests: publishing's, a sub-site, and short ways to make an item public."""

import pytest

from zhengtong.engine.jobs.actions import work_off
from zhengtong.portal.build import staging
from zhengtong.publishing.actions import create_draft, places, sign, submit, take_down
from zhengtong.publishing.kinds import TakedownReason
from zhengtong.publishing.tests.conftest import BOTH, PASSED, column, district  # noqa: F401


@pytest.fixture
def town(district, at):  # noqa: F811
    """The portal with three columns and the sub-site of education with one; nothing public, nothing built."""
    places.open_subsite(district.education, by=None, at=at)
    district.news = column("zwdt", "政务动态", district.education, at)
    return district


@pytest.fixture
def write(town, at):
    """Make an item public through three reviews; the portal has not heard of it yet."""

    def write(title="关于开展读网演练的通知", *, place=None, when=at, body=None, **fields):
        fields = {"content_source": "区教委", "secrecy_checked": True} | fields
        body = body or [("paragraph", "<p>各单位：现将有关事项通知如下。</p>")]
        draft = create_draft(place or town.column, by=town.editor, at=when, title=title, body=body, **fields)
        hand_through(town, draft, when)
        return draft

    return write


def hand_through(town, draft, when):
    submission = submit(draft, by=town.editor, at=when)
    for person in (town.first, town.second, town.third):
        sign(submission, by=person, at=when, acts=BOTH, gates=PASSED)
        submission.refresh_from_db()


@pytest.fixture
def withdraw(town, at):
    def withdraw(article, when=at):
        take_down(article, by=town.clerk, at=when, reason=TakedownReason.ERROR, note="内容有误")

    return withdraw


@pytest.fixture
def build(at):
    """Let the worker do what waits."""
    return lambda when=at: work_off(when)


@pytest.fixture
def read():
    """The text that stands at an address of the built site; None where nothing stands."""

    def read(address):
        target = staging.on_disk(f"{address}index.html" if address.endswith("/") else address)
        return target.read_text() if target.exists() else None

    return read


def tree():
    """Everything that stands, by address, twins included."""
    root = staging.root()
    return {
        "/" + path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != staging.LOCK and staging.STAGE not in path.parts
    }
