"""Receipts go out: how the messages of a source were handled, as a list for it, and which were told it (5.7)."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhengtong.duties.queries import acting_as
from zhengtong.duties.rules import business_date
from zhengtong.engine.evidence.actions import attach, keep
from zhengtong.engine.ledger.actions import record
from zhengtong.engine.refusals import Refusal, Refused, refuse
from zhengtong.interaction import access, verbs
from zhengtong.interaction.models import ReceiptLine, ReceiptList, Source
from zhengtong.interaction.queries.receipts import ASSUMED, FIELDS, Handled, columns_of, handled, rows_of
from zhengtong.interaction.sheets import workbook

CLAUSE = "5.7"


def make_receipts(source: str, *, only_new: bool, by: Any, at: datetime) -> ReceiptList:
    """Make the list of receipts for a source (`only_new`: what was closed since the last one) and note what it tells.

    Raises `Refused`: for who may not, where there is nothing to tell, and when somebody else made the same list just now.
    """
    refuse(access.may_take_in(by, at), why_no_receipts(source))
    try:
        with transaction.atomic():
            return _make(source, only_new=only_new, by=by, at=at)
    except IntegrityError as error:
        message = "刚刚已有人导出同一批回执，请刷新页面查看。"
        raise Refused([Refusal("receipts.twice", message, CLAUSE)]) from error


def why_no_receipts(source: str) -> list[Refusal]:
    if source in FIELDS:
        return []
    return [Refusal("receipts.source", "请选择回执对象：全国找错平台或者12345热线。", CLAUSE)]


def _make(source: str, *, only_new: bool, by: Any, at: datetime) -> ReceiptList:
    found = handled(source, only_new=only_new)
    what = "新办结的" if only_new else "已办结的"
    refuse(None if found else Refusal("receipts.none", f"没有{what}留言，无须导出回执。", CLAUSE))
    name = f"{Source(source).label}办理回执-{business_date(at):%Y%m%d}.xlsx"
    data = workbook("办理回执", columns_of(source), rows_of(found), [ASSUMED])
    kept = keep(data, name, by=by, at=at)
    made = ReceiptList.objects.create(
        source=source, evidence=kept, count=len(found), only_new=only_new, made_by=by, made_at=at
    )
    attach(kept, made, label="回执文件", by=by, at=at)
    _note(made, found)
    record(
        verbs.RECEIPTS_MADE, made, by=by, at=at, acting_as=acting_as(by, None, access.CLERK, at),
        data={"source": source, "digest": kept.hash, "messages": [one.message.number for one in found]},
    )  # fmt: skip
    return made


def _note(made: ReceiptList, found: list[Handled]) -> None:
    told = set(
        ReceiptLine.objects.filter(message__source=made.source).values_list("message", "closed_at").distinct()
    )
    ReceiptLine.objects.bulk_create(
        [
            ReceiptLine(
                list=made, message=one.message, closed_at=one.closed_at,
                first=(one.message.pk, one.closed_at) not in told,
            )
            for one in found
        ],
        batch_size=500,
    )  # fmt: skip
