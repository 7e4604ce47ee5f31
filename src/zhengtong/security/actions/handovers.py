"""A custody passes from hand to hand (7.4): one side begins, the other confirms having changed the password. Only then it moves."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from zhengtong.duties.models import Person
from zhengtong.duties.rules import business_date
from zhengtong.engine.evidence.actions import attach
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.refusals import Refused, refuse
from zhengtong.security import access
from zhengtong.security.actions.custody import begin, end, told_of
from zhengtong.security.clocks import page_of
from zhengtong.security.models import Custody, Handover, HandoverOutcome
from zhengtong.security.queries import custody as queries
from zhengtong.security.rules import custody as rules
from zhengtong.security.rules.custody import Safeguards
from zhengtong.security.verbs import HANDOVER_CONFIRMED, HANDOVER_STARTED, HANDOVER_WITHDRAWN


def hand_over(custody: Custody, to: Person, *, reason: str, by: Any, at: datetime) -> Handover:
    """Begin handing a custody over, by its custodian, or by who keeps custodies when the custodian is gone. Raises `Refused`.

    Nothing has changed hands yet: the custodian answers until `confirm_handover`.
    """
    with moving(custody, HANDOVER_STARTED, by=by, at=at) as move:
        kept: Custody = move.subject
        host = kept.channel.host
        move.acting_as = access.capacity(by, host, at)
        refuse(
            access.may_hand_over(by, kept, at),
            rules.why_not_hand_over(
                kept,
                to,
                queries.standing_of(to, host, at),
                queries.open_handover(kept),
                by.pk if by else None,
            ),
            rules.why_not_reason(reason, "移交事由", queries.figures(at), "7.4"),
        )
        going = Handover.objects.create(
            custody=kept, to=to, started_by=by, started_at=at, reason=reason.strip()
        )
        move.data = {"reason": going.reason, "from": str(kept.custodian), "to": str(to)}
        tell(
            f"person:{to.pk}", f"请确认接收：{kept}", clause="7.4", at=at, url=page_of(kept.pk),
            text=f"{kept.custodian}保管的{kept}移交您保管。请更换口令后确认接收，填写实际更换日期。",
        )  # fmt: skip
    return going


def confirm_handover(
    handover: Handover, *, declared: bool, password_changed_on: date, by: Any, at: datetime,
    evidence: Evidence | None = None,
) -> Custody:  # fmt: skip
    """The taker has received the credentials and changed the password; the old custody ends and the new one begins (7.4).

    `declared`: the declaration “已更换口令”; `evidence`: the signed handover form. Returns the new custody. Raises `Refused`.
    """
    with moving(handover.custody, HANDOVER_CONFIRMED, by=by, at=at) as move:
        kept: Custody = move.subject
        host, today = kept.channel.host, business_date(at)
        going = Handover.objects.select_related("to").get(pk=handover.pk)
        move.acting_as = access.capacity(by, host, at)
        standing = queries.standing_of(going.to, host, at)
        refuse(
            access.may_confirm(by, going),
            rules.why_not_confirm(going, kept, standing, password_changed_on, today, declared=declared),
        )
        _close(going, HandoverOutcome.CONFIRMED, by=by, at=at, password_changed_on=password_changed_on)
        end(kept, f"移交{going.to}：{going.reason}", by=by, at=at, handed_over=True)
        told = replace(Safeguards.of(kept), password_changed_on=password_changed_on)
        begun = begin(kept.channel, kept.what, going.to, told, since=today, by=by, at=at, follows=kept)
        if evidence is not None:
            attach(evidence, begun, label=f"移交登记表（{kept.custodian}移交{going.to}）", by=by, at=at)
        move.data = {
            "from": str(kept.custodian), "to": str(going.to), "password_changed_on": password_changed_on.isoformat(),
            "declared": "已更换口令", "begun": begun.pk, "custody": told_of(begun),
        } | ({"evidence": evidence.hash} if evidence is not None else {})  # fmt: skip
    return begun


def withdraw_handover(custody: Custody, *, reason: str, by: Any, at: datetime) -> Handover:
    """Call off the handover that waits, by either side or who keeps custodies: the custodian keeps it. Raises `Refused`."""
    with moving(custody, HANDOVER_WITHDRAWN, by=by, at=at) as move:
        kept: Custody = move.subject
        going = queries.open_handover(kept)
        move.acting_as = access.capacity(by, kept.channel.host, at)
        refuse(
            access.may_withdraw(by, kept, going, at),
            rules.why_not_withdraw(going),
            rules.why_not_reason(reason, "撤回原因", queries.figures(at), "7.4"),
        )
        if going is None:  # refused above
            raise Refused(rules.why_not_withdraw(going))
        _close(going, HandoverOutcome.WITHDRAWN, by=by, at=at, ended_reason=reason.strip())
        move.data = {"reason": going.ended_reason, "to": str(going.to)}
    return going


def _close(going: Handover, outcome: str, *, by: Any, at: datetime, **told: Any) -> None:
    going.outcome, going.ended_at, going.ended_by = outcome, at, by
    for name, value in told.items():
        setattr(going, name, value)
    going.save(update_fields=["outcome", "ended_at", "ended_by", *told])
