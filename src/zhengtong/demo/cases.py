"""Cases under way in the demo district (chapter 3), brought by the verbs to where they stand: at the Office, at the co-supervisors,
offline and counting down, closing. Sites, numbers and files are invented."""

from datetime import date, datetime, timedelta
from typing import Any

from zhengtong.demo.seeding import District
from zhengtong.duties.rules import business_date
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.actions import begin, perform
from zhengtong.engine.procedures.models import Case
from zhengtong.registry.actions import register, set_identifier
from zhengtong.registry.models import Channel
from zhengtong.registry.rules import Particulars

# Sites that ran before the platform came, each with its numbers.
SITES: tuple[dict[str, Any], ...] = (
    {"host": "jw", "name": "北碚招生考试网（示例）", "label": "zsks", "number": 11},
    {"host": "wjw", "name": "北碚健康网（示例）", "label": "jkbb", "number": 12},
    {"host": "yjj", "name": "北碚应急科普网（示例）", "label": "yjkp", "number": 13},
)
OPENED = date(2016, 5, 1)


def run_sites(district: District) -> None:
    """Websites with a domain of their own, entered as the district began."""
    for row in SITES:
        if row["host"] in district.units:
            _enter(district, row)


def _enter(district: District, row: dict[str, Any]) -> None:
    told = Particulars(
        kind="site", name=row["name"], url=f"https://{row['label']}.beibei.gov.cn/", functions=("publish", "service"),
        opened_on=OPENED,
    )  # fmt: skip
    site = register(told, host=district.units[row["host"]], by=None, at=district.began_at)
    number = row["number"]
    for kind, value in {
        "domain": f"{row['label']}.beibei.gov.cn", "icp": f"渝ICP备000000{number}号", "mark": f"{number:0>24}50010900",
        "police": f"渝公网安备500109000000{number}号", "site_code": f"50010900{number}",
    }.items():  # fmt: skip
        set_identifier(site, kind, value, valid_from=OPENED, by=None, at=district.began_at)


def _site(label: str) -> Channel:
    return Channel.objects.get(url=f"https://{label}.beibei.gov.cn/")


def _file(name: str, by: Any, at: datetime) -> Evidence:
    return keep(f"{name}（示例）\n本文件为演示材料。\n".encode(), f"{name}.txt", by=by, at=at)


def begin_cases(district: District) -> None:
    """What is under way: an opening at the co-supervisors, one at the Office, a suspension at the city, a closing that migrates."""
    if not {"jw", "wjw", "yjj"} <= set(district.units):
        return
    _opening(district, "jw", "北碚研学实践网（示例）", "yxsj", days=9, until="police")
    _opening(district, "yjj", "北碚防灾减灾网（示例）", "fzjz", days=2, until="office")
    _suspension(district)
    _closing(district)


def _walk(district: District, case: Case, steps: list[tuple[str, str, dict[str, Any]]], at: datetime) -> None:
    """Each step by its hand, an hour after the one before, with the files that it asks for."""
    for number, (code, username, given) in enumerate(steps, 1):
        moment, by = at + timedelta(hours=number), district.people[username]
        step = case.text.step(code)
        files = {one.code: _file(one.label, by, moment) for one in step.files if one.required}
        perform(
            Case.objects.get(pk=case.pk), code, by=by, at=moment, outcome=step.outcomes[0],
            opinion="同意。" if step.kind == "decision" else "", given=given, files=files,
        )  # fmt: skip


def _apply(
    district: District, code: str, unit: str, asked: dict[str, Any], at: datetime, subject: Any = None
) -> Case:
    by, procedure = district.people[f"{unit}.manager"], registry.procedures[code]
    files = {one.code: _file(one.label, by, at) for one in procedure.application.files if one.required}
    return begin(procedure, party=unit, by=by, at=at, asked=asked, subject=subject, files=files)


def _opening(district: District, unit: str, name: str, label: str, *, days: int, until: str) -> None:
    at = district.now - timedelta(days=days)
    day = str(business_date(at))
    asked = {
        "why": "statutory", "why_not_column": "业务系统须独立部署，责任栏目和子站不能满足在线办理需要。", "name": name,
        "domain": f"{label}.beibei.gov.cn", "functions": ["publish", "service"], "phone": "023-00000000（示例）",
    }  # fmt: skip
    case = _apply(district, "website.opening", unit, asked, at)
    steps: list[tuple[str, str, dict[str, Any]]] = [("consent", f"{unit}.principal", {})]
    if until == "police":
        steps += [
            ("office", "office.clerk", {}), ("city", "office.clerk", {"number": "渝府办函〔2026〕00号（示例）", "dated": day}),
            ("mark_request", f"{unit}.manager", {}),
            ("domain", f"{unit}.manager", {"domain": f"{label}.beibei.gov.cn", "icp": "渝ICP备00000021号", "dated": day}),
            ("test", f"{unit}.manager", {"tester": "演示检测机构", "dated": day}),
        ]  # fmt: skip
    _walk(district, case, steps, at)


def _suspension(district: District) -> None:
    at = district.now - timedelta(days=1)
    down = business_date(at) + timedelta(days=6)
    asked = {
        "reason": "等级保护测评问题整改", "measures": "整改期间通过门户网站提供服务。", "down": str(down),
        "back": str(down + timedelta(days=20)),
    }  # fmt: skip
    case = _apply(district, "website.suspension", "wjw", asked, at, _site("jkbb"))
    day = str(business_date(at))
    steps = [
        ("consent", "wjw.third", {}),
        ("national", "wjw.manager", {"dated": day}),
        ("office", "office.clerk", {}),
    ]
    _walk(district, case, steps, at)


def _closing(district: District) -> None:
    at = district.now - timedelta(days=5)
    asked = {
        "why": "intensive", "reason": "按集约化要求，内容整合至门户网站。", "safeguards": "专人负责迁移和来访引导。",
        "destination": "门户网站“应急与气象”栏目",
    }  # fmt: skip
    case = _apply(district, "website.closure", "yjj", asked, at, _site("yjkp"))
    day = str(business_date(at))
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("consent", "yjj.principal", {}), ("national", "yjj.manager", {"dated": day}), ("office", "office.clerk", {}),
        ("city", "office.clerk", {"number": "渝府办函〔2026〕00号（示例）", "dated": day}),
        ("own_notice", "yjj.manager", {"url": "https://yjkp.beibei.gov.cn/gg.html", "dated": day}),
    ]  # fmt: skip
    _walk(district, case, steps, at)
