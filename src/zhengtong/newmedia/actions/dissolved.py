"""A unit is dissolved: its accounts need a new host or are cancelled (4.3).

Of its open cases the register tells the Office (`registry.tell_of_orphans`), which hands them over or ends them.
"""

import logging
from datetime import datetime

from zhengtong.engine.procedures import actions as procedures
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.refusals import Refused
from zhengtong.newmedia import queries
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
