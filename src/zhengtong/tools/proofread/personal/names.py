"""Names of persons, by what stands around them: 我叫…, 联系人：…, …女士, before a telephone, as signature. Input is half width."""

import re
from collections.abc import Iterator
from functools import lru_cache

import rjieba

from ..findings import Confidence, Found, Kind
from .plain import HAN, found
from .surnames import ALSO_WORDS, COMPOUND, SINGLE

ROLES = (
    "联系人|投诉人|申请人|反映人|来信人|举报人|信访人|诉求人|留言人|当事人|户主|业主|患者|受害人|被害人|死者|伤者|学生|"
    "报料人|委托人|监护人|法定代理人|原告|被告|房主|车主|收件人|申报人|参保人|权利人"
)
FAMILY = "父亲|母亲|儿子|女儿|丈夫|妻子|老公|老婆|爱人|孩子|配偶|哥哥|弟弟|姐姐|妹妹|爷爷|奶奶|外公|外婆|岳父|岳母|舅舅|姑姑|邻居"
SAID = re.compile("我(?:名?叫|的名字[叫是]|姓名[是为])|(?:真实|本人)?姓名[:为是]{1,2} ?|(?:名字|名)叫(?!做)")
ROLE_COLON = re.compile(rf"(?:{ROLES})(?:姓名)?: ?")
ROLE = re.compile(rf"(?:{ROLES}|本人|{FAMILY}|村民|居民|住户)(?:姓名|名?叫)?")
TITLED = re.compile(rf"([{HAN}]{{2,6}})(?:先生|女士|小姐|同志|大爷|大妈|阿姨|老人家?|老师|婆婆)")
BEFORE_NUMBER = re.compile(
    rf"(?<![{HAN}])([{HAN}]{{2,4}})[ ,、:(]{{0,3}}(?:(?:联系)?(?:电话|手机)号?码?|身份证号?码?|tel)?[: ]{{0,2}}"
    r"(?=1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|\d{17}[\dXx](?![0-9A-Za-z]))",
    re.IGNORECASE,
)
SIGNED = re.compile(
    rf"(?:^|\n)[ \t]*(?:此致)?(?:敬礼)?[!。]?[ \t]*(?:—{{1,2}}|署名:|落款:|签名:)?[ \t]*([{HAN}]{{2,4}})[。 \t\r]*\Z"
)
SIGNED_BEFORE_DATE = re.compile(
    rf"\n[ \t]*([{HAN}]{{2,4}})[ \t\r]*\n[ \t]*\d{{4}}[年./-]\d{{1,2}}[月./-]\d{{1,2}}日?\s*\Z"
)
GREETED = re.compile(rf"敬礼[!。 \n]{{0,3}}([{HAN}]{{2,4}})(?:[ \n]{{0,2}}\d{{4}}年.{{0,8}})?\s*\Z")
LONGEST_END = 120

ENDS = frozenset("在是的今住于因有来想要年家和与及现系对从向已为被也就不曾到等两去了一之以，男女生可")
# What follows a family name and makes a form of address of it, and words that only look like names.
_POSTS = """
先生 女士 小姐 同志 老师 师傅 警官 主任 局长 书记 经理 医生 大夫 科长 所长 队长 校长 村长 院长 处长 部长 律师 法官 教授
队 总 工 局 处 科 所 镇长 乡长 区长 市长 县长 会计 社长 组长 站长 厂长 老板 姓 氏 家 大爷 大妈 阿姨 女儿 儿子
"""
_NO_NAMES = (
    "谢谢 宁静 安静 高兴 方便 安全 严重 时间 常年 全家 全体 单位 成年 应该 任何 何时 何人 万分 石头 白天 黄金"
)
POSTS = frozenset(_POSTS.split())
NO_NAMES = frozenset(_NO_NAMES.split())
NOT_GIVEN = frozenset("某先女同老的是在了我你他她它们这那不有没和与及或等各每本该您好请问说叫做：")
AFTER_NAME = re.compile(rf"[ ,、。;:!?()（）\n0-9]|\Z|二[〇零○0o]|[{''.join(sorted(ENDS))}]")


def names(text: str) -> Iterator[Found]:
    """A name found once is found wherever it stands in the text."""
    seen: dict[str, tuple[Confidence, str]] = {}
    for (start, end), confidence, why, proposal in _by_context(text):
        name = text[start:end]
        yield found(text, (start, end), Kind.NAME, confidence, why, proposal)
        if name not in seen or confidence.rank < seen[name][0].rank:
            seen[name] = (confidence, proposal)
    yield from _again(text, {name: sure for name, (sure, _) in seen.items()})


_Hit = tuple[tuple[int, int], Confidence, str, str]


def _again(text: str, seen: dict[str, Confidence]) -> Iterator[Found]:
    beginnings = "".join(sorted({re.escape(name[0]) for name in seen}))
    for match in re.finditer(f"[{beginnings}]", text) if seen else ():
        start = match.start()
        for name in (text[start : start + length] for length in (4, 3, 2)):
            if name in seen:
                sure = max(seen[name], Confidence.MEDIUM, key=lambda one: one.rank)
                span = (start, start + len(name))
                yield found(text, span, Kind.NAME, sure, "同一姓名在文中已有提示", hidden(name))
                break


def _by_context(text: str) -> Iterator[_Hit]:
    yield from _after(text, SAID, Confidence.HIGH, "前文自称姓名", strict=False)
    yield from _after(text, ROLE_COLON, Confidence.HIGH, "前文写明是当事人姓名", strict=False)
    yield from _titled(text)  # before the weaker cues: of two findings at one place the first stays
    yield from _after(text, ROLE, Confidence.MEDIUM, "前文提到本人、家人或者当事人", strict=True)
    for match in BEFORE_NUMBER.finditer(text):
        if _is_name(match[1], strict=True):
            yield match.span(1), Confidence.HIGH, "后文紧接手机号或者身份证号", hidden(match[1])
    for pattern in (SIGNED, SIGNED_BEFORE_DATE, GREETED):
        signed = pattern.search(text, max(0, len(text) - LONGEST_END))
        if signed and text[: signed.start(1)].strip() and _is_name(signed[1], strict=True):
            yield signed.span(1), Confidence.MEDIUM, "文末落款", hidden(signed[1])


def _after(text: str, cue: re.Pattern[str], sure: Confidence, why: str, *, strict: bool) -> Iterator[_Hit]:
    for match in cue.finditer(text):
        name = _name_at(text, match.end(), strict=strict)
        if name:
            yield (match.end(), match.end() + len(name)), sure, why, hidden(name)


def _name_at(text: str, start: int, *, strict: bool) -> str | None:
    """The name that begins here, or None. `strict`: the cue is weak, so the name must look like one and end clearly."""
    ahead = text[start : start + 6]
    family = _family(ahead)
    if not family:
        return None
    for length in (len(family) + 2, len(family) + 1):
        name, rest = ahead[:length], ahead[length:]
        if len(name) < length or not _is_name(name, strict=strict):
            continue
        if length > len(family) + 1 and name[-1] in ENDS:
            continue
        if AFTER_NAME.match(rest) or (not strict and _ends_a_word(text[start : start + 10], length)):
            return name
    return None


def _ends_a_word(ahead: str, length: int) -> bool:
    at = 0
    for word in _cut(ahead):
        at += len(word)
        if at >= length:
            return at == length
    return False


def _titled(text: str) -> Iterator[_Hit]:
    """王小明先生 is shown as 王先生; 王先生 is already no name."""
    for match in TITLED.finditer(text):
        for length in (4, 3, 2):
            name = match[1][-length:]
            if len(name) == length and _fits(name) and _is_name(name, strict=True):
                if not _starts_a_word(match[1], len(match[1]) - length):
                    continue
                start = match.end(1) - length
                yield (start, match.end(1)), Confidence.MEDIUM, "后文有称谓", _family(name)
                break


def _fits(name: str) -> bool:
    family = _family(name)
    return bool(family) and len(name) - len(family) in (1, 2)


def _starts_a_word(run: str, place: int) -> bool:
    at = 0
    for word in _cut(run):
        if at == place:
            return True
        at += len(word)
    return False


def _family(name: str) -> str:
    """The family name at the beginning, or an empty text."""
    return name[:2] if name[:2] in COMPOUND else name[:1] if name[:1] in SINGLE else ""


def _is_name(name: str, *, strict: bool) -> bool:
    family = _family(name)
    given = name[len(family) :]
    if (
        not family
        or not 1 <= len(given) <= 2
        or not re.fullmatch(f"[{HAN}]+", given)
        or NOT_GIVEN & set(given)
    ):
        return False
    if given in POSTS or name in NO_NAMES or _is_other_word(name):
        return False
    return not strict or _looks_like_name(name, family, given)


def _looks_like_name(name: str, family: str, given: str) -> bool:
    if family in ALSO_WORDS and (len(given) == 1 or given[0] in SINGLE or _tag(name) != "nr"):
        return False
    return not (
        len(given) == 2 and rjieba.has_word(given) and _tag(given) not in ("nr", "nz") and _tag(name) != "nr"
    )


def _is_other_word(name: str) -> bool:
    """业务员, 高兴, 万州: the dictionary has it, and not as a name."""
    return _tag(name) not in ("nr", "nrt", "nrfg", "") and rjieba.has_word(name)


@lru_cache(4096)
def _tag(word: str) -> str:
    """The dictionary's kind of this word, empty where it is more than one word."""
    tagged = rjieba.tag(word)
    return tagged[0][1] if len(tagged) == 1 else ""


@lru_cache(4096)
def _cut(text: str) -> tuple[str, ...]:
    return tuple(rjieba.cut(re.sub("[\ud800-\udfff]", "\ufffd", text)))


def hidden(name: str) -> str:
    """王某, 王某某, 欧阳某: as courts and governments write it."""
    family = _family(name)
    return family + "某" * max(1, len(name) - len(family))
