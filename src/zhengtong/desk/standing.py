"""How things stand, as sentences on the first page: what stops the platform, and what an administrator looks after."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime

from zhengtong.desk.lines import Asking
from zhengtong.duties.models import PostKind
from zhengtong.duties.models.kinds import ADMINISTRATORS
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks import calendars
from zhengtong.engine.clocks.models import Clock, ClockState
from zhengtong.engine.clocks.queries import running, watchdog
from zhengtong.engine.console.queries import last_verification
from zhengtong.engine.jobs.models import Job, State
from zhengtong.engine.jobs.queries import failed_jobs, silent_since
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.notify.queries import undelivered
from zhengtong.security.queries import locked_accounts

HEARS_THE_WATCHDOG = (*sorted(ADMINISTRATORS), PostKind.OFFICE_CLERK)
CALENDAR_IS_DUE = 12  # the State Council's notice for the next year appears by November as a rule


@dataclass(frozen=True)
class Standing:
    """One line of "how things stand": a name, words, their tone, and where to look."""

    label: str
    text: str
    tone: str = "good"
    url: str = ""


def alarms(asking: Asking) -> list[str]:
    """What keeps reminders, lateness or publication from working, for administrators and the Office; mostly nothing."""
    if not asking.holds(*HEARS_THE_WATCHDOG):
        return []
    found = watchdog(asking.at)
    if failed := failed_jobs():
        found.append(f"有{failed}项后台任务未能完成，请系统管理员处理")
    return found + _calendar(asking)


def _calendar(asking: Asking) -> list[str]:
    """A year without a published calendar: dates computed beyond it are provisional."""
    calendar, today = calendars.current(), business_date(asking.at)
    if not calendar.is_published(today.year):
        return [f"{today.year}年工作日历尚未导入，按工作日计算的期限均为暂定，请尽快导入"]
    if calendar.is_published(today.year + 1):
        return []
    provisional = running().filter(provisional=True).count()
    if not provisional and today.month < CALENDAR_IS_DUE:
        return []
    said = f"，{provisional}项跨年期限暂定" if provisional else ""
    return [f"{today.year + 1}年节假日安排尚未导入{said}，导入后自动重新计算"]


def standings(asking: Asking) -> list[Standing]:
    """What this administrator or co-supervisor looks after; empty for everybody else."""
    found: list[Standing] = []
    if asking.holds(PostKind.SYSTEM_ADMIN):
        found += _system(asking)
    if asking.holds(PostKind.SECURITY_ADMIN):
        found += _security(asking)
    if asking.holds(PostKind.AUDIT_ADMIN):
        found += _audit()
    return found


def _system(asking: Asking) -> Iterable[Standing]:
    silent = silent_since(asking.at)
    jobs = reverse("jobs:index")
    if silent is None:
        yield Standing("后台进程", "运行正常", url=jobs)
    elif silent.year == 1:
        yield Standing("后台进程", "尚未启动", "bad", jobs)
    else:
        yield Standing("后台进程", f"自{localtime(silent):%Y-%m-%d %H:%M}起停止响应", "bad", jobs)
    waiting = Job.objects.filter(state=State.WAITING, run_at__lte=asking.at).count()
    yield Standing("待执行任务", f"{waiting}项", "plain", f"{jobs}?state={State.WAITING}")
    failed = failed_jobs()
    yield Standing(
        "未能完成的任务", f"{failed}项", "bad" if failed else "good", f"{jobs}?state={State.FAILED}"
    )
    letters = undelivered().count()
    yield Standing("未送达的邮件提醒", f"{letters}封", "warn" if letters else "good")
    last = calendars.current().last_year
    yield Standing(
        "工作日历", f"已导入至{last}年", "good" if last >= business_date(asking.at).year else "bad"
    )
    open_clocks = Clock.objects.filter(state=ClockState.RUNNING).count()
    yield Standing("计时中的期限", f"{open_clocks}项", "plain")


def _security(asking: Asking) -> Iterable[Standing]:
    locked = locked_accounts(asking.at).count()
    yield Standing(
        "锁定的账号", f"{locked}个", "warn" if locked else "good", reverse("security_accounts:index")
    )
    yield Standing("登录记录", "查阅登录成功、失败和锁定情况", "plain", reverse("security_sign_ins:index"))


def _audit() -> Iterable[Standing]:
    last, url = last_verification(), reverse("ledger:verification")
    if last is None or last.finished_at is None:
        yield Standing("留痕核验", "尚无核验结果", "warn", url)
    else:
        when = f"{localtime(last.finished_at):%Y-%m-%d %H:%M}核验{last.result['lines']}条"
        breaks = last.result["breaks"]
        yield Standing(
            "留痕核验",
            f"{when}，{f'{breaks}处异常' if breaks else '完整无误'}",
            "bad" if breaks else "good",
            url,
        )
    yield Standing("留痕总数", f"{Entry.objects.count()}条", "plain", reverse("ledger:index"))
