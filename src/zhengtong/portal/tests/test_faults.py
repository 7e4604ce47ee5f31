"""Killed at any step, a build that is repeated leaves the complete state; what was changed by others is named and healed."""

import gzip
import multiprocessing
import os
import time

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from zhengtong.demo.bulk import seed_articles
from zhengtong.duties.models import PostKind
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.notify.models import Message
from zhengtong.portal import build as builds
from zhengtong.portal import tasks
from zhengtong.portal.build import staging
from zhengtong.portal.models import BuiltFile
from zhengtong.portal.tests.conftest import tree
from zhengtong.publishing.tests.conftest import give

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Killed(BaseException):
    """What no handler catches, as a process that is killed."""


def killed_at(monkeypatch, number):
    """From now on the step of this number is not reached. Returns the list of steps that were."""
    steps = []

    def reached(step):
        steps.append(step)
        if len(steps) == number:
            raise Killed(step)

    monkeypatch.setattr(staging, "reached", reached)
    return steps


def every_step(monkeypatch, action, *, sample=16):
    """The numbers of the steps that `action` takes; of very many, the first, the last and some between."""
    steps = killed_at(monkeypatch, 0)
    action()
    count = len(steps)
    return sorted(
        {
            *range(1, min(count, 5) + 1),
            *range(1, count + 1, max(1, count // sample)),
            *range(max(1, count - 4), count + 1),
        }
    )


@pytest.mark.parametrize("deed", ["publish", "withdraw"])
def test_killed_at_any_step__repeated_it_is_as_if_nothing_had_happened(
    deed, town, write, withdraw, at, monkeypatch
):
    seed_articles(25, at, columns=[town.column])
    article = write("中途被终止的一篇")
    if deed == "withdraw":
        builds.build_all(at=at)
        withdraw(article)
    else:
        withdraw(article)
        builds.build_all(at=at)
        republish(town, article, at)
    before = tree()
    saved = transaction.savepoint()
    numbers = every_step(monkeypatch, lambda: builds.build_article(article.pk, at=at))
    complete = tree()
    assert complete != before
    for number in numbers:
        back_to(before, saved, monkeypatch)
        steps = killed_at(monkeypatch, number)
        with pytest.raises(Killed):
            builds.build_article(article.pk, at=at)
        killed_at(monkeypatch, 0)
        builds.build_article(article.pk, at=at)
        assert tree() == complete, steps[-1]
        assert builds.verify(at=at) == [], steps[-1]


def republish(town, article, at):
    from zhengtong.portal.tests.conftest import hand_through

    draft = article.specific.get_latest_revision_as_object()
    draft.title = "改后再发"
    draft.save_revision(user=town.editor)
    hand_through(town, article, at)


def back_to(files, saved, monkeypatch):
    """The site and the database as they were before the deed."""
    killed_at(monkeypatch, 0)
    for path in staging.root().rglob("*"):
        if path.is_file() and path.name != staging.LOCK:
            path.unlink()
    for address, content in files.items():
        target = staging.on_disk(address)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    transaction.savepoint_rollback(saved)


def test_full_build_killed_at_any_step__repeated_it_is_complete(town, at, monkeypatch):
    seed_articles(12, at, columns=[town.column, town.news])
    saved = transaction.savepoint()
    numbers = every_step(monkeypatch, lambda: builds.build_all(at=at), sample=6)
    complete = tree()
    for number in numbers:
        back_to({}, saved, monkeypatch)
        steps = killed_at(monkeypatch, number)
        with pytest.raises(Killed):
            builds.build_all(at=at)
        killed_at(monkeypatch, 0)
        builds.build_all(at=at)
        assert tree() == complete, steps[-1]
        assert builds.verify(at=at, rebuild=True) == [], steps[-1]


def hold_lock(folder, held, release):
    import fcntl

    with open(os.path.join(folder, staging.LOCK), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        held.set()
        release.wait(30)


def test_lock__a_killed_builder_holds_nobody_up(town, at):
    staging.root().mkdir(parents=True)
    held, release = multiprocessing.Event(), multiprocessing.Event()
    other = multiprocessing.Process(target=hold_lock, args=(settings.PORTAL_ROOT, held, release))
    other.start()
    assert held.wait(30)
    other.kill()
    other.join()
    began = time.monotonic()
    builds.build_all(at=at)
    assert time.monotonic() - began < 30


# ---- tampering --------------------------------------------------------------------------------------------


@pytest.fixture
def standing(town, at):
    seed_articles(8, at, columns=[town.column])
    builds.build_all(at=at)
    return town


def named(at, **options):
    return [str(one) for one in builds.verify(at=at, **options)]


def test_verify__says_nothing_when_all_is_well(standing, at, capsys):
    assert named(at, rebuild=True) == []
    call_command("verify_portal", "--rebuild")
    assert "一致" in capsys.readouterr().out


def test_verify__names_an_edited_file(standing, at):
    staging.on_disk("/index.html").write_text("<h1>黑链</h1>")
    assert "内容被改动：/index.html" in named(at)


def test_verify__names_an_edited_twin(standing, at):
    staging.on_disk("/tzgg/index.html.gz").write_bytes(gzip.compress(b"casino"))
    assert named(at) == ["内容被改动：/tzgg/index.html.gz"]


def test_verify__names_a_removed_file(standing, at):
    staging.on_disk("/wza/index.html").unlink()
    assert "文件缺失：/wza/index.html" in named(at)


def test_verify__names_an_added_file(standing, at):
    staging.on_disk("/tzgg/casino.html").write_text("x")
    assert named(at) == ["不在清单中的文件：/tzgg/casino.html"]


def test_verify__names_a_link_to_a_folder_elsewhere(standing, at, tmp_path):
    (staging.root() / "elsewhere").symlink_to(tmp_path)
    assert named(at) == ["不在清单中的文件：/elsewhere"]


def test_verify__names_a_list_whose_order_was_changed_even_with_its_manifest(standing, at):
    from zhengtong.engine.digests import digest

    target = staging.on_disk("/tzgg/index.html")
    lines = target.read_text().splitlines(keepends=True)
    entries = [number for number, line in enumerate(lines) if line.startswith("<li><time")]
    lines[entries[0]], lines[entries[1]] = lines[entries[1]], lines[entries[0]]
    content = "".join(lines).encode()
    target.write_bytes(content)
    target.with_name("index.html.gz").write_bytes(staging.twin_of(content))
    BuiltFile.objects.filter(path="/tzgg/index.html").update(hash=digest(content))
    assert named(at) == []
    assert named(at, rebuild=True) == ["与重新生成的内容不一致：/tzgg/index.html"]


def test_verify__names_a_row_of_the_lists_that_was_changed(standing, at):
    from zhengtong.portal.models import SearchDocument

    row = SearchDocument.objects.first()
    SearchDocument.objects.filter(pk=row.pk).update(title="改过的标题")
    assert f"与重新生成的内容不一致：{row.url}" in named(at, rebuild=True)


def test_verify_command__ends_with_code_one_and_names_the_files(standing, capsys):
    staging.on_disk("/index.html").write_text("x")
    with pytest.raises(CommandError) as failure:
        call_command("verify_portal")
    assert failure.value.returncode == 1
    assert "/index.html" in capsys.readouterr().out


def test_build_all__heals_what_was_edited_removed_and_added(standing, at):
    good = tree()
    staging.on_disk("/index.html").write_text("x")
    staging.on_disk("/wza/index.html").unlink()
    staging.on_disk("/casino.html").write_text("x")
    builds.build_all(at=at)
    assert tree() == good


def test_nightly__the_office_and_the_security_administrator_are_told_and_the_site_is_healed(standing, at):
    give(standing.stranger, standing.office, PostKind.SECURITY_ADMIN)
    good = tree()
    staging.on_disk("/index.html").write_text("x")
    assert tasks.verify(at)
    assert tree() == good
    assert {message.person for message in Message.objects.filter(subject="门户网站文件核验发现异常")} == {
        standing.clerk,
        standing.stranger,
    }
    assert Entry.objects.filter(verb="portal.broken").count() == 1
    assert tasks.verify(at) == []
