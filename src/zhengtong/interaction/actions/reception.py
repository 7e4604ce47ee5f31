"""A message comes in: into the tray with its query code at once, and from there into the district's hands."""

import logging
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import OperationalError, transaction

from zhengtong.duties.models import ResponsibleColumn
from zhengtong.duties.queries import acting_as, columns_at
from zhengtong.duties.rules import business_date
from zhengtong.engine.digests import digest, digest_of
from zhengtong.engine.evidence import rules as evidence_rules
from zhengtong.engine.evidence import store
from zhengtong.engine.evidence.actions import attach, keep
from zhengtong.engine.ledger.actions import record
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.refusals import Refusal, Refused, refuse
from zhengtong.interaction import access, codes, rules, tray, verbs
from zhengtong.interaction.actions import timing
from zhengtong.interaction.actions.forwarding import place
from zhengtong.interaction.clocks import OFFICE, page_of
from zhengtong.interaction.gate import keyed
from zhengtong.interaction.models import CitizenMessage, Source
from zhengtong.interaction.rules.past import UNDATED, Listed
from zhengtong.interaction.rules.reception import Enclosed, Said
from zhengtong.publishing.models import Article, Publication
from zhengtong.registry.models import Channel, ChannelKind
from zhengtong.registry.rules import hostname_of

log = logging.getLogger(__name__)
ROUND = 200  # submissions registered in one turn of the worker, so that other work is not kept waiting
FULL = Refusal(
    "message.not_taken", "系统存储空间不足，您的留言没有收到。请保留下方内容，稍后再次提交。", "5.7"
)


@dataclass(frozen=True)
class Receipt:
    """What the citizen gets: the code with which to ask, and when the message came in. No limit is promised here."""

    code: str
    received_at: datetime


def enclose(files: list[tuple[bytes, str]]) -> tuple[Enclosed, ...]:
    """Keep what came along, by its content, before anybody knows of the message. Raises `Refused` with every reason."""
    refuse(rules.why_not_enclose([len(data) for data, _ in files]))
    judged = [(data, evidence_rules.plain_name(name)) for data, name in files]
    refuse(*(evidence_rules.judge(data, name)[1] for data, name in judged))
    for data, _ in judged:
        _store(data)
    return tuple(Enclosed(digest(data), name, len(data)) for data, name in judged)


def _store(data: bytes) -> None:
    try:
        store.write(data, digest(data))
    except OSError as error:
        log.error("an enclosure could not be kept: %s", error)
        raise Refused([FULL]) from error


def receive(said: Said, *, nonce: str, at: datetime, mark: str = "") -> Receipt:
    """Take a message from the public. When this returns, it lies on the disk and will be registered, whatever happens next.

    The same text on the same form gets the same code. No database is touched. Raises `Refused`: with every reason, or because
    the disk takes no more, in which case nothing was kept.
    """
    refuse(reason for _, reason in rules.why_not_receive(said))
    written = asdict(said)
    code = codes.code_for(nonce, digest_of(written))
    lying = {"said": written, "received_at": at.isoformat(), "sender_mark": mark, "source": Source.WEB}
    try:
        tray.put(codes.mark_of(code), lying)
    except OSError as error:
        log.error("the tray takes no more: %s", error)
        raise Refused([FULL]) from error
    return Receipt(code, at)


def empty_tray(at: datetime) -> dict[str, int]:
    """Register what lies in the tray, oldest first, each in a transaction of its own; one that fails does not hold up the others.

    Killed between registration and taking away, the file is found again and known by its mark.
    """
    done = {"registered": 0, "failed": 0}
    for mark in tray.marks(ROUND):
        try:
            _register_from_tray(mark, at)
            done["registered"] += 1
        except OperationalError:
            raise
        except Exception:
            log.exception("what lies in the tray under %s could not be registered", mark)
            tray.set_aside(mark)
            _tell_of_damage(mark, at)
            done["failed"] += 1
    return done


def _register_from_tray(mark: str, at: datetime) -> None:
    if not CitizenMessage.objects.filter(code_mark=mark).exists():
        lying = tray.read(mark)
        if lying is None:
            raise ValueError(f"unreadable: {mark}")
        written = dict(lying["said"])
        written["enclosed"] = tuple(Enclosed(**one) for one in written.get("enclosed", ()))
        register(
            Said(**written), code_mark=mark, source=lying["source"], sender_mark=lying["sender_mark"],
            received_at=datetime.fromisoformat(lying["received_at"]), at=at,
        )  # fmt: skip
    tray.take_away(mark)


def _tell_of_damage(mark: str, at: datetime) -> None:
    text = f"收件盘中有一件留言不能登记，文件已另存（{mark[:12]}….damaged），请联系系统管理员处理，不得删除。"
    tell(OFFICE, "有网民留言未能登记", text=text, clause="5.7", at=at)


def take_call(said: Said, *, by: Any, at: datetime, nonce: str) -> tuple[CitizenMessage, str]:
    """A clerk enters what a citizen said on the telephone; the code is told to the caller and shown this once.

    A second click on the same form finds the message of the first. Raises `Refused` with every reason.
    """
    refuse(access.may_take_in(by, at), (reason for _, reason in rules.why_not_receive(said)))
    code = codes.code_for(nonce, digest_of(asdict(said)))
    with transaction.atomic():
        known = CitizenMessage.objects.filter(code_mark=codes.mark_of(code)).first()
        made = known or register(
            said, code_mark=codes.mark_of(code), source=Source.PHONE, received_at=at, at=at, by=by
        )
    return made, code


@transaction.atomic
def register(
    said: Said, *, code_mark: str = "", source: str, received_at: datetime, at: datetime, by: Any = None,
    sender_mark: str = "", source_number: str = "", listed: Listed | None = None,
) -> CitizenMessage:  # fmt: skip
    """Enter a message with its limits; a correction of a page whose column is known goes to the responsible person in one hop.

    `listed` says out of which list it comes; an old one is entered without anybody being told or given it.
    """
    article = _article_at(said.page)
    column = _column_of(article, said.column, at)
    message = CitizenMessage.objects.create(
        number=keyed("number", f"{code_mark}{at.isoformat()}{said.title}")[:20],
        code_mark=code_mark or keyed("uncoded", f"{source}{source_number}{at.isoformat()}{digest_of(asdict(said))}"),
        kind=said.kind, source=source, source_number=source_number, title=rules.titled(said), body=said.body,
        correction_kind=said.correction_kind, page=said.page, page_title=said.page_title or _title_of(article),
        words=said.words, article=article, column=column, sender_name=said.sender_name, sender_phone=said.sender_phone,
        sender_email=said.sender_email, may_publish=said.may_publish, sender_mark=sender_mark,
        taken_by=by if source == Source.PHONE else None, received_at=received_at, registered_at=at,
        received_note=UNDATED if listed and listed.undated else "",
    )  # fmt: skip
    message.number = f"{business_date(received_at).year}-{message.pk:06d}"
    message.save(update_fields=["number"])
    _attach(message, said, by, at)
    record(
        verbs.RECEIVED, message, by=by, at=at, acting_as=acting_as(by, None, access.CLERK, at) if by else "",
        data={"source": source, "kind": message.kind, "received_at": received_at.isoformat()} | _told_of(listed),
    )  # fmt: skip
    backwards = listed is not None and listed.backwards
    if listed is None or not listed.untold:
        timing.start_forwarding(message, received_at, "收到", backwards=backwards)
    begins = timing.answer_begins(message, None)
    if begins is not None:
        timing.start_answer(message, begins, at, backwards=backwards)
    if listed is not None and listed.quiet:
        return message
    if message.is_correction and column is not None:
        place(message, column.unit, person=column.person, by=None, at=at, note=f"按责任栏目“{column}”转办")
    elif source == Source.WEB:
        tell(
            OFFICE, f"请转办：{message}", text="收到一件网民留言，尚未确定承办单位，请及时转办。", clause="5.7", at=at,
            url=page_of(message.pk),
        )  # fmt: skip
    return message


def _told_of(listed: Listed | None) -> dict[str, Any]:
    if listed is None:
        return {}
    return {"list": listed.digest, "line": listed.line} | ({"note": UNDATED} if listed.undated else {})


def _article_at(page: str) -> Article | None:
    """The article that is, or last was, public at this address of our own portal."""
    path = _path_of(page)
    if not path:
        return None
    shown = Publication.objects.filter(path=path).select_related("article").order_by("-published_at").first()
    return shown.article if shown else None


def _path_of(page: str) -> str:
    """The path of a page of our portal, also where a list gives the whole address; empty for a page of others."""
    path = page.partition("?")[0].partition("#")[0]
    if path.startswith("/"):
        return path
    host = hostname_of(path)
    return urlsplit(path).path if host and host in _own_hosts() else ""


def _own_hosts() -> set[str]:
    portals = Channel.objects.filter(kind=ChannelKind.PORTAL).values_list("url", flat=True)
    return {hostname_of(url) for url in (settings.PORTAL_URL, *portals)} - {""}


def _title_of(article: Article | None) -> str:
    return article.title[:300] if article else ""


def _column_of(article: Article | None, code: str, at: datetime) -> ResponsibleColumn | None:
    """The line of the duty table that answers for the page: the article's own column, else the one the page named (2.4)."""
    code = article.get_parent().specific.column.code if article else code
    return columns_at(at).filter(code=code).first() if code else None


def _attach(message: CitizenMessage, said: Said, by: Any, at: datetime) -> None:
    for one in said.enclosed:
        kept = keep(store.read(one.hash), one.filename, by=by, at=at)
        attach(kept, message, label="网民上传的材料", by=by, at=at)
