"""How the lines of chapter 2 are told on a page."""

from typing import Any

from zhengtong.duties import verbs
from zhengtong.duties.models import ContentKind, PostKind, SystemKind
from zhengtong.engine.console.stories import tell_with
from zhengtong.engine.ledger.models import Entry


def span(data: dict[str, Any]) -> str:
    return f"{data['valid_from']}至{data['valid_until'] or '长期'}"


def appointed(entry: Entry) -> str:
    return f"{entry.data['name']}任{PostKind(entry.data['post']).label}，{span(entry.data)}"


def ended(entry: Entry) -> str:
    return f"{entry.data['name']}不再任{PostKind(entry.data['post']).label}；{entry.data['reason']}"


def commissioned(entry: Entry) -> str:
    return f"{entry.data['operator']}承办，{entry.data['reference']}，{span(entry.data)}"


def commission_ended(entry: Entry) -> str:
    return f"{entry.data['operator']}不再承办；{entry.data['reason']}"


def written(entry: Entry) -> str:
    return f"{SystemKind(entry.data['kind']).label}，{entry.data['version']}，{entry.data['adopted_on']}印发"


def reviewed_by(entry: Entry) -> str:
    signs = "、".join(ContentKind(kind).label for kind in entry.data["principal_signs"]) or "无"
    return f"由主要负责人终审：{signs}；另设专门校对：{'是' if entry.data['separate_proofreaders'] else '否'}"


def decided(entry: Entry) -> str:
    return f"{'同意' if entry.data['approved'] else '不同意'}；{entry.data['reason']}"


def duty(data: dict[str, Any]) -> str:
    every = f"每{data['update_every_days']}天更新" if data["update_every_days"] else "不定期更新"
    return f"{data['unit']}，{data['name'] or '未明确责任人'}，{every}"


def assigned(entry: Entry) -> str:
    return f"由“{duty(entry.data['before'])}”改为“{duty(entry.data['after'])}”"


for told, teller in (
    (verbs.APPOINTED, appointed), (verbs.APPOINTMENT_ENDED, ended), (verbs.COMMISSIONED, commissioned),
    (verbs.COMMISSION_ENDED, commission_ended), (verbs.WRITTEN_SYSTEM_SET, written),
    (verbs.REVIEW_TABLE_CHANGED, reviewed_by), (verbs.RELAXATION_DECIDED, decided), (verbs.COLUMN_ASSIGNED, assigned),
    (verbs.COLUMN_ADDED, lambda entry: duty(entry.data)),
):  # fmt: skip
    tell_with(told, teller)
