"""A unit is dissolved: its accounts need a new host or are cancelled (4.3), its open cases need other hands."""

import logging
from datetime import datetime

from zhengtong.duties.models import Unit
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.procedures import actions as procedures
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.actions.going_on import address_of
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.refusals import Refused
from zhengtong.newmedia import queries
from zhengtong.newmedia.clocks import OFFICE
from zhengtong.registry.models import Channel

log = logging.getLogger(__name__)


def settle_dissolved(at: datetime) -> list[Case]:
    """Begin the change of host of every account of a dissolved unit about which nothing is under way; the Office then chooses."""
    return [case for account in queries.orphans(at) if (case := _begin(account, at))]


def _begin(account: Channel, at: datetime) -> Case | None:
    asked = {
        "cause": "dissolved",
        "why": f"{account.host.name}已于{account.host.valid_until:%Y-%m-%d}撤销，账号须变更主办单位或者注销。",
    }
    try:
        return procedures.begin(
            registry.procedures["account.host_change"], party=account.host.code, by=None, at=at, asked=asked,
            subject=account,
        )  # fmt: skip
    except Refused as refusal:  # one account that cannot be taken up does not hold up the others
        log.error("no change of host for %s: %s", account.code, refusal)
        return None


def tell_of_open_cases(unit: Unit, at: datetime) -> int:
    """Tell the Office of each open case of a dissolved unit: nobody there can go on with it. Returns how many there are."""
    found = [one for one in queries.cases_of_dissolved(at) if one.party == unit.code and one.opened_by_id]
    for case in found:
        tell(
            OFFICE, f"申请单位已撤销：{case.title}", clause="4.3", at=at, url=address_of(case),
            text=f"{unit.name}已撤销，办件{case.number}无人办理。请移交承接单位继续办理，或者终止办理。",
        )  # fmt: skip
    return len(found)
