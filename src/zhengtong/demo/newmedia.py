"""New media of the demo district (chapter 4): accounts that are kept up and some that are not, an opening that waits at the Office,
a closing whose notice is drafted. Handles, figures and files are invented."""

from datetime import timedelta
from typing import Any

from zhengtong.demo.cases import apply_for, walk
from zhengtong.demo.seeding import District
from zhengtong.duties.rules import business_date
from zhengtong.newmedia.actions import keep_clocks, note_update
from zhengtong.newmedia.queries import running_accounts
from zhengtong.registry.models import Channel

SILENT = ("beibei_scjg_demo", "100000001")  # handles of accounts that nobody updates
FEW = ("100000000001",)  # and of one that hardly anybody follows


def keep_accounts(district: District) -> None:
    """Every account is counted from the beginning; those that are kept were updated in the last days."""
    keep_clocks(district.began_at)
    for place, account in enumerate(running_accounts()):
        keeper = district.people.get(f"{account.host.code}.editor")
        if keeper is None or account.handle in SILENT:
            continue
        at = district.now - timedelta(days=1 + place * 5 % 11, hours=2)
        followers = 180 if account.handle in FEW else 3000 + place * 1700
        note_update(account, on=business_date(at), followers=followers, by=keeper, at=at)


def begin_account_cases(district: District) -> None:
    if {"jw", "wjw", "bgs"} <= set(district.units):
        _opening(district)
        _closing(district)


def _opening(district: District) -> None:
    """区教委 wants an account on Weibo; its principal has consented, the Office has not yet looked."""
    asked = {
        "platform": "weibo", "name": "北碚区教委", "functions": ["publish", "interpret", "interaction"],
        "responsible": "演示·区教委主要负责人", "contact": "演示·区教委网站管理员", "phone": "023-00000000（示例）",
        "why": "面向学生家长发布招生入学信息并解答咨询，由信息员两人维护，每周更新不少于三次。",
    }  # fmt: skip
    at = district.now - timedelta(days=2)
    case = apply_for(district, "account.opening", "jw", asked, at)
    walk(district, case, [("consent", "jw.principal", {})], at)


def _closing(district: District) -> None:
    """区卫生健康委 merges its video account into the public one: approved, the notice is a draft."""
    account = Channel.objects.get(platform="shipinhao", host__code="wjw")
    into = Channel.objects.get(platform="weixin", host__code="wjw")
    asked = {
        "origin": "own", "grounds": ["alike"], "why": "与微信公众号内容重复，维护人员不足。", "into": into.code,
        "whereto": f"视频内容并入微信公众号“{into.name}”。",
    }  # fmt: skip
    at = district.now - timedelta(days=4)
    case = apply_for(district, "account.closing", "wjw", asked, at, account)
    notice = {
        "title": f"关于关停“{account.name}”微信视频号的公告",
        "text": f"{account.host.name}主办的“{account.name}”微信视频号即日起停止更新，并按程序注销。\n"
        f"原有内容和服务去向：{asked['whereto']}\n特此公告。",
    }  # fmt: skip
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("consent", "wjw.principal", {}), ("office", "office.clerk", {}), ("notice", "bgs.editor", notice),
    ]  # fmt: skip
    walk(district, case, steps, at)
