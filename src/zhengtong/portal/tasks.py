"""What the worker does for the portal."""

from datetime import datetime
from typing import Any

from django.db import transaction

from zhengtong.duties.models import PostKind
from zhengtong.duties.queries import office, post_audience
from zhengtong.engine.jobs.registry import daily, task
from zhengtong.engine.ledger.actions import record
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.notify.actions import tell
from zhengtong.portal import build
from zhengtong.portal.build import Difference
from zhengtong.portal.models import Build
from zhengtong.portal.verbs import BROKEN

TOLD = (PostKind.OFFICE_CLERK, PostKind.SECURITY_ADMIN)
LISTED = 50


@task("portal.build_item", label="更新门户网站", atomic=False, priority=10)
def build_item(entry: int, at: datetime) -> dict[str, Any]:
    """After a publication or a withdrawal. Not one transaction: files cannot be rolled back, so the build repeats instead."""
    return _told(build.build_entry(Entry.objects.get(pk=entry), at=at))


@task("portal.build_site", label="栏目或登记信息变动后更新门户网站", atomic=False)
def build_site(entry: int, at: datetime) -> dict[str, Any]:
    """After a change that every page may show. Many at once cost one build: the first sees what all of them did."""
    return _told(build.build_entry(Entry.objects.get(pk=entry), at=at))


@task("portal.build_all", label="全量生成门户网站", atomic=False)
def build_all(at: datetime) -> dict[str, Any]:
    return _told(build.build_all(at=at, deep=False))


@task("portal.verify", label="核验门户网站文件", atomic=False)
def verify(at: datetime) -> list[str]:
    """Compare what stands with the manifest and with a new rendering; tell of every difference, then heal it."""
    differences = build.verify(at=at, rebuild=True)
    if differences:
        report_broken(differences, at)
        build.build_all(at=at)
    return [str(difference) for difference in differences[:LISTED]]


# Dates can change what pages show (an identifier in force from today), so the day's build comes before the proof.
daily("portal.build_all", hour=0, minute=20)
daily("portal.verify", hour=3, minute=30)


def _told(report: build.Report) -> dict[str, Any]:
    return {"written": len(report.written), "removed": len(report.removed), "unchanged": report.unchanged}


@transaction.atomic
def report_broken(differences: list[Difference], at: datetime) -> None:
    """One line in the ledger, and a message to the Office and to the security administrator."""
    lines = [str(difference) for difference in differences[:LISTED]]
    subject = Build.objects.get_or_create(pk=1)[0]
    entry = record(BROKEN, subject, by=None, at=at, data={"count": len(differences), "files": lines})
    host = office()
    if host is None:
        return
    text = (
        f"门户网站文件核验发现 {len(differences)} 处异常，系统已按公开记录重新生成。请核查服务器访问记录。\n"
        + "\n".join(lines)
    )
    for post in TOLD:
        tell(
            post_audience(host, post), "门户网站文件核验发现异常", text=text, clause="7.2", at=at, entry=entry
        )
