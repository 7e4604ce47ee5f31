"""The demo district's articles, brought by the verbs to where they stand: drafted, waiting at a stage, returned, public."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from zhengtong.demo.seeding import District
from zhengtong.duties.models import ContentKind, Person
from zhengtong.publishing.actions import create_draft, send_back, sign, submit
from zhengtong.publishing.kinds import Act, Gate
from zhengtong.publishing.models import Article, ColumnPage, PolicyDocument, ServiceGuide, Submission

LISTED = Path(__file__).parent / "data" / "articles.toml"
BOTH = (Act.REVIEW, Act.PROOFREADING)
PASSED = {gate.value: "pass" for gate in Gate}
MODELS: dict[str, type[Article]] = {ContentKind.POLICY: PolicyDocument, ContentKind.GUIDE: ServiceGuide}
SIGNERS = ("first", "second", "third")
# How many stages have been signed where the article rests; all three where nothing is said.
SIGNED_UNTIL = {"draft": None, "first": 0, "second": 1, "third": 2, "returned": 1}


def write_articles(district: District) -> None:
    """Oldest first, so that the ledger's numbers and its times grow together."""
    rows = tomllib.loads(LISTED.read_text(encoding="utf-8"))["articles"]
    for row in sorted(rows, key=lambda row: -row["days"]):
        _write(district, row)


def _write(district: District, row: dict[str, Any]) -> None:
    at = district.now - timedelta(days=row.pop("days"), hours=1)
    until, column = row.pop("until", "public"), ColumnPage.objects.get(column__code=row.pop("column"))
    unit = column.column.unit
    staff = {name: district.people[f"{unit.code}.{name}"] for name in ("editor", *SIGNERS)}
    article = create_draft(
        column, by=staff["editor"], at=at, model=MODELS.get(row.get("kind", ""), Article),
        content_source=unit.short_name, secrecy_checked=True, body=_body(row.pop("text")), **row,
    )  # fmt: skip
    signatures = SIGNED_UNTIL.get(until, 3)
    if signatures is not None:
        submission = submit(article, by=staff["editor"], at=at)
        _sign(submission, [staff[name] for name in SIGNERS[:signatures]], at)
        if until == "returned":
            send_back(
                submission,
                by=staff["second"],
                at=_later(at, 9),
                reasons="第二部分请补充收费管理要求，并核对引用文件的文号。",
            )


def _body(text: str) -> list[tuple[str, Any]]:
    return [_block(part.strip()) for part in text.strip().split("\n\n") if part.strip()]


def _block(part: str) -> tuple[str, Any]:
    if part.startswith("## "):
        return "heading", {"level": "2", "text": part[3:]}
    return "paragraph", f"<p>{part}</p>"


def _sign(submission: Submission, people: list[Person], at: datetime) -> None:
    for place, person in enumerate(people, start=1):
        sign(submission, by=person, at=_later(at, place * 5), acts=BOTH, gates=PASSED, opinion="同意。")


def _later(at: datetime, minutes: int) -> datetime:
    return at + timedelta(minutes=minutes)
