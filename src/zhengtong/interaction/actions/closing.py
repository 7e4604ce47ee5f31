"""A message that is not answered by itself: not taken up, or answered together with another (5.7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhengtong.duties.queries import acting_as
from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.refusals import Refusal, Refused, refuse
from zhengtong.interaction import access, rules, verbs
from zhengtong.interaction.actions import timing
from zhengtong.interaction.clocks import JOINT
from zhengtong.interaction.models import AnswerState, CitizenMessage, Forwarding, MessageState


def decline(message: CitizenMessage, *, why: str, by: Any, at: datetime) -> CitizenMessage:
    """The Office does not take it up; the citizen reads the reason. Raises `Refused`."""
    with moving(message, verbs.DECLINED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        refuse(access.may_take_in(by, at), rules.why_not_decline(fresh.state, why))
        move.acting_as = acting_as(by, None, access.CLERK, at)
        fresh.state, fresh.closed_at = MessageState.DECLINED, at
        fresh.closed_why = rules.cleaned(why, lines=True)[:500]
        fresh.save(update_fields=["state", "closed_at", "closed_why"])
        timing.end_all(fresh, at, by, answered=False, reason="不予办理")
        move.data = {"why": fresh.closed_why}
    return fresh


def merge(
    message: CitizenMessage, into: CitizenMessage, *, by: Any, at: datetime, why: str = ""
) -> CitizenMessage:
    """Handled together with another about the same matter: its writer reads the answer of that one. Raises `Refused`."""
    with moving(message, verbs.MERGED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        other = CitizenMessage.objects.select_for_update(of=("self",)).get(pk=into.pk)
        refuse(
            access.may_take_in(by, at),
            rules.why_not_merge(
                fresh.state, into_state=other.state, itself=fresh.pk == other.pk,
                into_merged=other.state == MessageState.MERGED,
                lead_answering=fresh.answers.filter(state=AnswerState.SUBMITTED).exists(),
            ),
        )  # fmt: skip
        move.acting_as = acting_as(by, None, access.CLERK, at)
        fresh.state, fresh.closed_at, fresh.merged_into = MessageState.MERGED, at, other
        fresh.closed_why = f"与{other.number}合并办理"
        fresh.save(update_fields=["state", "closed_at", "merged_into", "closed_why"])
        CitizenMessage.objects.filter(merged_into=fresh).update(merged_into=other)
        timing.end_all(fresh, at, by, answered=False, reason=f"并入{other.number}")
        move.data = {"into": other.number, "why": rules.cleaned(why)[:300]}
    return fresh


def merge_all(
    messages: Sequence[CitizenMessage], into: CitizenMessage, *, why: str, by: Any, at: datetime
) -> int:
    """Several into one, all or none; how many. Raises `Refused` with every reason, each naming its message."""
    chosen = [one for one in messages if one.pk != into.pk]
    found = [] if chosen else [Refusal("merge.none", "请勾选至少一件要并入的留言。", "5.7")]
    if not why.strip():
        found.append(Refusal("merge.why", "请写明并件理由。", "5.7"))
    refuse(found)
    with transaction.atomic():
        for one in chosen:
            found += _refusals_of_merging(one, into, why, by, at)
        refuse(found)
    return len(chosen)


def _refusals_of_merging(
    message: CitizenMessage, into: CitizenMessage, why: str, by: Any, at: datetime
) -> list[Refusal]:
    try:
        merge(message, into, by=by, at=at, why=why)
    except Refused as refused:
        return [Refusal(one.code, f"{message.number}：{one.message}", one.clause) for one in refused.refusals]
    return []


def end_joint(forwarding: Forwarding, *, by: Any, at: datetime) -> Forwarding:
    """The Office releases a joint unit from giving its opinion. Raises `Refused`."""
    with moving(forwarding.message, verbs.JOINT_ENDED, by=by, at=at) as move:
        refuse(access.may_take_in(by, at))
        mine = Forwarding.objects.select_for_update(of=("self",)).select_related("unit").get(pk=forwarding.pk)
        mine.ended_at = mine.ended_at or at
        mine.save(update_fields=["ended_at"])
        clocks.stop(JOINT, mine, at=at, reason="区政府办公室终止协办", by=by)
        move.acting_as = acting_as(by, None, access.CLERK, at)
        move.data = {"unit": str(mine.unit)}
    return mine
