"""How the ledger's lines about custodies are told."""

from zhengtong.engine.console.stories import tell_with
from zhengtong.engine.ledger.models import Entry
from zhengtong.security import verbs
from zhengtong.security.models import SignInMethod


def _secured(data: dict[str, object]) -> str:
    factor = "已启用双因素认证" if data["second_factor"] else "未启用双因素认证"
    bound = f"绑定{data['bound_to']}，" if data["bound_to"] else ""
    method = SignInMethod(str(data["method"])).label
    return f"{method}登录，{factor}，{bound}由{data['resetter']}重置，{data['password_changed_on']}更换"


def taken(entry: Entry) -> str:
    return f"由{entry.data['custodian']}保管，自{entry.data['since']}起；{_secured(entry.data)}"


def restated(entry: Entry) -> str:
    return f"{_secured(entry.data['after'])}；事由：{entry.data['reason']}"


def changed(entry: Entry) -> str:
    return f"{entry.data['on']}更换，上次为{entry.data['before']}"


def released(entry: Entry) -> str:
    return f"{entry.data['custodian']}不再保管；{entry.data['reason']}"


def started(entry: Entry) -> str:
    return f"{entry.data['from']}移交{entry.data['to']}；{entry.data['reason']}"


def confirmed(entry: Entry) -> str:
    data = entry.data
    return f"{data['from']}移交{data['to']}，接收人声明“{data['declared']}”，更换日期{data['password_changed_on']}"


def tell() -> None:
    tell_with(verbs.CUSTODY_TAKEN, taken)
    tell_with(verbs.CUSTODY_RESTATED, restated)
    tell_with(verbs.CUSTODY_PASSWORD_CHANGED, changed)
    tell_with(verbs.CUSTODY_RELEASED, released)
    tell_with(verbs.CUSTODY_ORPHANED, lambda entry: f"原保管人{entry.data['custodian']}已不在主办单位任职")
    tell_with(verbs.HANDOVER_STARTED, started)
    tell_with(verbs.HANDOVER_CONFIRMED, confirmed)
    tell_with(verbs.HANDOVER_WITHDRAWN, lambda entry: f"未移交{entry.data['to']}；{entry.data['reason']}")
