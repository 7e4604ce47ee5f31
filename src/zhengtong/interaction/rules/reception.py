"""What a citizen may send: pure checks of what was typed, each refusal a sentence the citizen can act on (5.7)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.models.kinds import LETTERS, CorrectionKind, MessageKind

CLAUSE = "5.7"
TITLE, BODY, WORDS, NAME, PHONE, EMAIL, PAGE = 100, 5000, 500, 50, 40, 120, 500
SHORTEST_BODY = 5
FILES, FILE_BYTES = 3, 10 * 1024 * 1024
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb]"
)
_PHONE = re.compile(r"\+?[0-9][0-9\-\s()]{5,}[0-9]")
_EMAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;]+")


def cleaned(text: str, *, lines: bool = False) -> str:
    """What was typed without what nobody can see (control and direction characters, half characters); a line stays a line."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n"))
    if lines:
        return re.sub(r"\n{4,}", "\n\n\n", plain).strip()
    return " ".join(plain.split())


@dataclass(frozen=True)
class Enclosed:
    """A file that came along, already kept by its content hash."""

    hash: str
    filename: str
    size: int


@dataclass(frozen=True)
class Said:
    """What the citizen sent, cleaned. `column` is the code of the column the page belongs to, where the page knows it."""

    kind: str
    title: str = ""
    body: str = ""
    correction_kind: str = ""
    page: str = ""
    page_title: str = ""
    column: str = ""
    words: str = ""
    sender_name: str = ""
    sender_phone: str = ""
    sender_email: str = ""
    may_publish: bool = False
    enclosed: tuple[Enclosed, ...] = field(default=())

    @classmethod
    def of(cls, typed: Mapping[str, str], *, may_publish: bool = False) -> "Said":
        """Out of a form: every text cleaned, `body` and `words` with their lines; unknown names are left out."""
        names = {one.name for one in fields(cls)} - {"may_publish", "enclosed"}
        texts = {name: cleaned(typed.get(name, ""), lines=name in ("body", "words")) for name in names}
        return cls(**texts, may_publish=may_publish)  # type: ignore[arg-type]

    @property
    def is_correction(self) -> bool:
        return self.kind == MessageKind.CORRECTION


def titled(said: Said) -> str:
    """What the message is called: a correction needs no title of its own."""
    if said.title:
        return said.title
    if not said.is_correction:
        return said.body.partition("\n")[0][:40]
    what = CorrectionKind(said.correction_kind).label if said.correction_kind else "纠错"
    where = said.words[:30] or said.page_title[:40] or said.page[:40]
    return f"{what}：{where}"[:TITLE] if where else what


def why_not_receive(said: Said) -> list[tuple[str, Refusal]]:
    """Every reason against what was typed, each with the name of the field it stands at."""
    checks = _of_correction(said) if said.is_correction else _of_letter(said)
    return [
        (name, Refusal(f"message.{name}", message, CLAUSE))
        for stands, name, message in [*checks, *_of_sender(said), *_too_long(said)]
        if stands
    ]


Check = tuple[bool, str, str]


def _of_correction(said: Said) -> list[Check]:
    return [
        (said.correction_kind not in CorrectionKind.values, "correction_kind", "请选择错误类型。"),
        (not said.page, "page", "请填写有误页面的网址。"),
        (not (said.body or said.words), "body", "请写明哪里有误，或者填写有误的文字。"),
    ]


def _of_letter(said: Said) -> list[Check]:
    return [
        (said.kind not in LETTERS, "kind", "请选择信件类别。"),
        (not said.title, "title", "请填写标题。"),
        (len(said.body) < SHORTEST_BODY, "body", f"请写明内容，不少于{SHORTEST_BODY}个字。"),
    ]


def _of_sender(said: Said) -> list[Check]:
    return [
        (
            bool(said.sender_phone) and not _PHONE.fullmatch(said.sender_phone),
            "sender_phone",
            "联系电话请填写数字，例如区号加号码或者手机号码；不愿留电话的可以不填。",
        ),
        (
            bool(said.sender_email) and not _EMAIL.fullmatch(said.sender_email),
            "sender_email",
            "电子邮箱请按“名称@域名”的格式填写；不愿留邮箱的可以不填。",
        ),
    ]


def _too_long(said: Said) -> list[Check]:
    limits = {
        "title": ("标题", TITLE), "body": ("内容", BODY), "words": ("有误文字", WORDS), "page": ("网址", PAGE),
        "sender_name": ("姓名", NAME), "sender_phone": ("联系电话", PHONE), "sender_email": ("电子邮箱", EMAIL),
    }  # fmt: skip
    return [
        (
            len(getattr(said, name)) > most,
            name,
            f"{label}最多{most}个字，现有{len(getattr(said, name))}个字，请删减。",
        )
        for name, (label, most) in limits.items()
    ]


def why_not_enclose(sizes: list[int]) -> list[Refusal]:
    """How many files may come along, and how large; what is in them is judged where they are kept."""
    found = []
    if len(sizes) > FILES:
        found.append(Refusal("message.files", f"最多上传{FILES}个文件，现有{len(sizes)}个。", CLAUSE))
    if any(size > FILE_BYTES for size in sizes):
        most = FILE_BYTES // 1024 // 1024
        found.append(Refusal("message.files", f"每个文件不超过{most}MB，请压缩后再上传。", CLAUSE))
    return found
