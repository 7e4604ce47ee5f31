"""Messages of the demo district, brought by the verbs to where they stand: waiting, in hand, late, answered, public (5.7)."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from zhengtong.demo.seeding import District
from zhengtong.demo.writing import BOTH, PASSED
from zhengtong.duties.rules import business_date
from zhengtong.interaction import actions, codes
from zhengtong.interaction.models import CitizenMessage, Fix, Source
from zhengtong.interaction.queries.fixes import done_fix
from zhengtong.interaction.rules import Said
from zhengtong.publishing.actions import sign
from zhengtong.publishing.models import Article
from zhengtong.publishing.queries import current_publication

LISTED = Path(__file__).parent / "data" / "messages.toml"
SAID = ("kind", "title", "body", "correction_kind", "page", "words")
SHOWN_CODES = ("小学入学报名需要哪些材料", "转学要什么手续")


@dataclass
class Walk:
    """One message on its way: whose hands, and what moment it is. Every step comes some hours after the one before."""

    district: District
    row: dict[str, Any]
    at: datetime
    message: CitizenMessage

    def now(self, hours: float = 2) -> datetime:
        self.at = min(self.at + timedelta(hours=hours), self.district.now - timedelta(minutes=1))
        self.message = CitizenMessage.objects.get(pk=self.message.pk)
        return self.at

    def hand(self, post: str, unit: str = "") -> Any:
        return self.district.people[f"{unit or self.row['unit']}.{post}"]

    @property
    def clerk(self) -> Any:
        return self.district.people["office.clerk"]


def write_messages(district: District) -> None:
    """Oldest first, so that numbers and times grow together; messages of units without people are left out."""
    rows = tomllib.loads(LISTED.read_text(encoding="utf-8"))["messages"]
    for row in sorted(rows, key=lambda row: -row["days"]):
        needed = [row[name] for name in ("unit", "joint") if name in row]
        if all(f"{unit}.manager" in district.people for unit in needed):
            _write(district, row)
    actions.learn_routes(district.now)
    actions.find_topics(district.now)


def code_of(title: str) -> str:
    """The query code of a demo letter; another one for each installation."""
    return codes.code_for("demo", title)


def _write(district: District, row: dict[str, Any]) -> None:
    at = district.now - timedelta(days=row["days"], hours=4)
    said = Said.of(
        {name: row.get(name, "") for name in SAID} | _contact(row), may_publish=row.get("publish", False)
    )
    source = row.get("source", Source.WEB)
    message = actions.register(
        said, source=source, source_number=row.get("source_number", ""), received_at=at, at=at,
        code_mark=codes.mark_of(code_of(row["title"])) if "title" in row else "",
        by=district.people["office.clerk"] if source == Source.PHONE else None,
    )  # fmt: skip
    WAYS[row["way"]](Walk(district, row, at, message))


def _contact(row: dict[str, Any]) -> dict[str, str]:
    given = {"sender_name": row.get("name", ""), "sender_phone": row.get("phone", "")}
    if "article" in row:
        article = Article.objects.filter(title=row["article"]).first()
        shown = current_publication(article) if article else None
        given["page"] = shown.path if shown else ""
    return given


# ---- how far it has come ------------------------------------------------------------------------------------


def waiting(walk: Walk) -> None:
    """As it came in."""


def forwarded(walk: Walk) -> None:
    """With its unit; a correction of a known column is there already."""
    if walk.message.unit is None:
        unit = walk.district.units[walk.row["unit"]]
        actions.forward(walk.message, unit, by=walk.clerk, at=walk.now(1))
    walk.now(0)


def taken(walk: Walk) -> None:
    forwarded(walk)
    actions.acknowledge(walk.message, by=walk.hand("manager"), at=walk.now(1))


def sent_back(walk: Walk) -> None:
    forwarded(walk)
    right = walk.district.units.get(walk.row["right"])
    actions.send_back(
        walk.message, why=walk.row["why"], right_unit=right, by=walk.hand("manager"), at=walk.now(1)
    )


def declined(walk: Walk) -> None:
    actions.decline(walk.message, why=walk.row["why"], by=walk.clerk, at=walk.now())


def pause_asked(walk: Walk) -> None:
    taken(walk)
    until = business_date(walk.district.now) + timedelta(days=7)
    actions.ask_pause(
        walk.message, why=walk.row["why"], until=until, by=walk.hand("manager"), at=walk.now(20)
    )


def paused(walk: Walk) -> None:
    pause_asked(walk)
    pause = walk.message.pauses.get()
    actions.decide_pause(pause, allow=True, note="同意，请及时恢复。", by=walk.clerk, at=walk.now())


def review(walk: Walk) -> None:
    taken(walk)
    actions.draft_answer(walk.message, text=walk.row["reply"], by=walk.hand("editor"), at=walk.now(18))
    actions.submit_answer(walk.message, by=walk.hand("editor"), at=walk.now(0.5))


def answer_returned(walk: Walk) -> None:
    review(walk)
    actions.return_answer(walk.message, why=walk.row["why"], by=walk.hand("first"), at=walk.now())


def answered(walk: Walk) -> None:
    review(walk)
    _let_out(walk)


def _let_out(walk: Walk) -> None:
    actions.send_answer(walk.message, by=walk.hand("first"), at=walk.now())
    if "rating" in walk.row:
        actions.rate(walk.message, walk.row["rating"], at=walk.now(5))


def public(walk: Walk) -> None:
    answered(walk)
    actions.make_public(
        walk.message, title=walk.message.title, question=walk.message.body, reply=walk.row["reply"], proposed=[],
        checked=False, by=walk.hand("third"), at=walk.now(),
    )  # fmt: skip
    if "known" in walk.row:
        unit = walk.district.units[walk.row["unit"]]
        actions.learn(
            unit, question=walk.row["known"], answer=walk.row["reply"].removeprefix("您好："), grown_from=walk.message,
            by=walk.hand("manager"), at=walk.now(),
        )  # fmt: skip


def joint(walk: Walk) -> None:
    taken(walk)
    unit = walk.district.units[walk.row["joint"]]
    asked = actions.ask_joint(walk.message, unit, by=walk.hand("manager"), at=walk.now())
    actions.give_opinion(
        asked, text=walk.row["opinion"], by=walk.hand("manager", walk.row["joint"]), at=walk.now(20)
    )
    actions.draft_answer(walk.message, text=walk.row["reply"], by=walk.hand("editor"), at=walk.now())
    actions.submit_answer(walk.message, by=walk.hand("editor"), at=walk.now(0.5))
    _let_out(walk)


def reopened(walk: Walk) -> None:
    """Answered in time, opened anew lately, with a reminder."""
    answered(walk)
    walk.at = walk.district.now - timedelta(days=3)
    actions.rate(walk.message, "poor", comment="没有实质内容", at=walk.now(0))
    actions.reopen(walk.message, why=walk.row["why"], at=walk.now(0))
    actions.remind(walk.message, text="请给出退费时间。", at=walk.now(48))


def correcting(walk: Walk) -> None:
    """The fix is with the reviewers."""
    forwarded(walk)
    actions.acknowledge(walk.message, by=walk.hand("manager"), at=walk.now(0.5))
    _begin_fix(walk)


def _begin_fix(walk: Walk) -> Fix:
    return actions.begin_fix(
        walk.message,
        was=walk.row["words"],
        became=walk.row["becomes"],
        by=walk.hand("editor"),
        at=walk.now(1),
    )


def corrected(walk: Walk) -> None:
    """Through the three reviews, public, and answered with both versions."""
    forwarded(walk)
    fix = _begin_fix(walk)
    for post in ("first", "second", "third"):
        sign(
            fix.submission,
            by=walk.hand(post),
            at=walk.now(0.5),
            acts=BOTH,
            gates=PASSED,
            opinion="同意更正。",
        )
        fix.submission.refresh_from_db()
    shown = current_publication(fix.article)
    assert shown is not None  # noqa: S101 (it is public now)
    actions.note_publication(shown, at=walk.now(0.1))
    done = done_fix(walk.message)
    assert done is not None  # noqa: S101
    text = f"您好：您反映的“{done.was}”一处，已更正为“{done.became}”。感谢您对政府网站工作的监督和支持。"
    actions.draft_answer(
        walk.message, text=text, quoted_before=done.was, quoted_after=done.became, by=walk.hand("editor"), at=walk.now(1)
    )  # fmt: skip
    actions.submit_answer(walk.message, by=walk.hand("editor"), at=walk.now(0.5))
    _let_out(walk)


WAYS: dict[str, Callable[[Walk], None]] = {
    "waiting": waiting, "forwarded": forwarded, "taken": taken, "late": taken, "sent_back": sent_back, "declined": declined,
    "pause_asked": pause_asked, "paused": paused, "review": review, "answer_returned": answer_returned, "answered": answered,
    "public": public, "joint": joint, "reopened": reopened, "correcting": correcting, "corrected": corrected,
}  # fmt: skip
