"""What official documents look like, as pure functions over one line of text: numbers, dates, issuers, set phrases.

The forms follow GB/T 9704-2012 (layout of official documents of Party and government organs).
"""

from __future__ import annotations

import re
from datetime import date

HAN = r"\u3400-\u9fff\uf900-\ufaff"
SHORT = 200
"""No official line is longer; longer ones are not even looked at (keeps every pattern cheap)."""

WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")

OPEN, CLOSE = r"[〔［\[（(﹝【]", r"[〕］\]）)﹞】]"
NUMBER = re.compile(
    rf"([{HAN}A-Za-z]{{2,20}})\s*{OPEN}\s*((?:19|20)\d\d)\s*年?\s*{CLOSE}\s*第?\s*(\d{{1,5}})\s*号"
)
ORDER = re.compile(
    rf"(?:[{HAN}]{{1,25}}(?:令|公告|通告))?\s*[（(]?\s*((?:\d{{4}}年)?\s*第\s*[\d一二三四五六七八九十百零〇]{{1,6}}\s*号)\s*[)）]?"
)


def compact(text: str) -> str:
    """Without any blanks: for comparing."""
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


def tidy(text: str) -> str:
    """Blanks collapsed to one."""
    return re.sub(r"[\s\u200b\ufeff]+", " ", text).strip()


def document_number(text: str) -> str:
    """The first 文号 in ``text`` with 〔〕 and without blanks, as 北碚府办发〔2023〕2号; empty when there is none."""
    found = NUMBER.search(text.translate(WIDE_DIGITS)[:SHORT])
    return f"{found[1]}〔{found[2]}〕{int(found[3])}号" if found else ""


def number_line(text: str) -> str:
    """The document number when the line holds nothing else (a 签发人 beside it is allowed); else empty."""
    line = tidy(text.translate(WIDE_DIGITS))
    if len(line) > SHORT:
        return ""
    line = re.split(r"\s*签发人\s*[:：]", line)[0]
    line = re.sub(r"^(?:发文字号|文\s*号|文件编号)\s*[:：]\s*", "", line)
    bare = line.strip("（）() ") if line.count("号") == 1 else line
    if (found := NUMBER.fullmatch(bare)) or (found := NUMBER.fullmatch(line)):
        return f"{found[1]}〔{found[2]}〕{int(found[3])}号"
    if len(line) > 60:
        return ""
    order = LEADING_DATE.sub("", bare).removesuffix("公布").removesuffix("发布")
    return compact(order) if ORDER.fullmatch(order) else ""


DIGITS = {
    char: value
    for value, chars in enumerate(("〇○零ＯO0０", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
CHINESE_DATE = r"[二一][〇○零ＯO0一二三四五六七八九]{3}\s*年\s*[一二三四五六七八九十]{1,2}\s*月\s*[一二三四五六七八九十]{1,3}\s*日"
NUMERIC_DATE = (
    r"(?:19|20)\s?\d\s?\d\s*年\s*\d\s?\d?\s*月\s*\d\s?\d?\s*日"
    r"|(?:19|20)\d\d\s*[-/.．]\s*\d{1,2}\s*[-/.．]\s*\d{1,2}(?!\d)"
)
DATE = re.compile(rf"{CHINESE_DATE}|{NUMERIC_DATE}")


def find_date(text: str) -> tuple[date, str] | None:
    """The first date in ``text`` and its words; impossible days (13月) are passed over."""
    for found in DATE.finditer(text[:SHORT].translate(WIDE_DIGITS)):
        if made := _date_of(found[0]):
            return made, found[0]
    return None


def _date_of(words: str) -> date | None:
    parts = [part for part in re.split(r"[年月日\-/.．]", compact(words)) if part]
    numbers = [int(part) if part.isdigit() and part.isascii() else _chinese(part) for part in parts[:3]]
    try:
        return date(*numbers)
    except (ValueError, TypeError):
        return None


def _chinese(part: str) -> int:
    """一九 → 19, 十二 → 12, 二十三 → 23."""
    if "十" not in part:
        return int("".join(str(DIGITS[char]) for char in part))
    tens, _, ones = part.partition("十")
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


LEADING_DATE = re.compile(rf"^(?:{DATE.pattern})\s*")


def date_line(text: str) -> date | None:
    """The date when the line holds nothing else."""
    if len(text) > SHORT or not (found := find_date(text)):
        return None
    rest = compact(text.translate(WIDE_DIGITS)).replace(compact(found[1]), "", 1)
    return found[0] if rest.strip("（）()。 ") == "" else None


ORGANISATION_END = (
    "办公室|办公厅|政府|委员会|委|局|厅|部|署|院|处|中心|集团|公司|协会|学会|联合会|领导小组|指挥部|专班|总队|支队|大队"
    "|办事处|党组|党委|党工委|大学|学校|中学|小学|站|馆|会|社|所|队|办|银行|委办"
)
ORGANISATION = re.compile(rf"[{HAN}（）()·“”]{{1,40}}?(?:{ORGANISATION_END})(?:（[^（）]{{2,12}}）)?")
SIGNATURE_AND_DATE = re.compile(rf"(.{{3,60}}?)\s*({DATE.pattern})")


def is_organisation(text: str) -> bool:
    """Could be the name of an office, standing alone (several may be set apart by blanks)."""
    return len(text) <= 80 and all(
        ORGANISATION.fullmatch(part) for part in re.split(r"[\s、]+", text.strip())
    )


def signature_line(text: str) -> tuple[str, date] | None:
    """Office and date set on one line: 重庆市北碚区教育委员会　2023年1月9日."""
    line = tidy(text)
    found = SIGNATURE_AND_DATE.fullmatch(line) if len(line) <= 100 else None
    if not found or not is_organisation(found[1]):
        return None
    dated = find_date(found[2])
    return (found[1].strip(), dated[0]) if dated else None


TITLE_NOUNS = (
    "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|复函|纪要|办法|规定|细则|条例|规则|规程|准则"
    "|方案|计划|规划|要点|清单|目录|标准|指南|指引|制度|章程|预案|公示|声明|启事|简章|大纲|说明|倡议书|通知书|工作总结|名单|一览表|解读"
)
VERSION = (
    r"(?:[（(][^（）()]{0,20}(?:征求意见稿|试行|暂行|修订|修正|草案|送审稿|摘要|版|本|稿)[^（）()]{0,6}[)）])"
)
TITLE_END = re.compile(rf"(?:{TITLE_NOUNS}){VERSION}?$")
VERSION_LINE = re.compile(VERSION)
ISSUED = re.compile(
    r"关于(?:印发|发布|公布|转发|批转)[《“]?(.{3,100}?)[》”]?的(?:通知|公告|通告|决定|批复|函)$"
)
QUOTED = re.compile(r"《([^《》]{3,100})》")


def ends_as_title(text: str) -> bool:
    line = compact(text)
    return bool(TITLE_END.search(line[-60:])) and line.count("《") == line.count("》")


def issued_name(title: str) -> str:
    """What a notice issues: 关于印发X的通知 → X; empty when it issues nothing."""
    found = ISSUED.search(compact(title)[:SHORT])
    return found[1].strip("《》") if found else ""


def quoted_names(text: str) -> set[str]:
    return {compact(name) for name in QUOTED.findall(text)}


ISSUER_IN_TITLE = re.compile(rf"^([{HAN}（）()、 ]{{2,60}}?)(?:关于|转发|印发|批转)")


def issuer_in_title(title: str) -> str:
    """The office a title begins with: 重庆市…办公室关于… ."""
    found = ISSUER_IN_TITLE.match(title[:SHORT])
    return found[1].strip() if found and is_organisation(found[1]) else ""


MASTHEAD = re.compile(rf"([{HAN}（）() 、]{{3,60}})文\s*件")


def masthead_issuer(text: str) -> str:
    """重庆市北碚区人民政府办公室文件 → the office; empty for other lines."""
    found = MASTHEAD.fullmatch(tidy(text)) if len(text) <= SHORT else None
    name = compact(found[1]) if found else ""
    return name if is_organisation(name) else ""


ORDER_HEAD = re.compile(rf"([{HAN}\s]{{3,80}}?)令")
ORDERED = re.compile(r"《([^《》]{3,100})》.{0,120}(?:公布|发布|施行|通过)")
POINTER = re.compile(r"(?:详见|点击|见附件|附件|请点击|相关|政策文件|政策原文|原文链接|下载).{0,200}")


def order_issuer(text: str) -> str:
    """中华人民共和国国务院令 → the authority that orders; empty for other lines."""
    found = ORDER_HEAD.fullmatch(tidy(text)) if len(text) <= SHORT else None
    name = compact(found[1]) if found else ""
    return name if is_organisation(name) else ""


def ordered_name(text: str) -> str:
    """现公布《X》，自… → X."""
    found = ORDERED.search(text[:400])
    return found[1].strip() if found else ""


def is_pointer(text: str) -> bool:
    """A line that only points somewhere else (详见附件, 相关政策：…) and so is no title."""
    return len(text) <= 300 and bool(POINTER.fullmatch(tidy(text)))


SECRECY = re.compile(r"(?:绝密|机密|秘密)\s*(?:[★☆*]\s*\S{0,8})?|(?:内部资料|内部文件)\S{0,12}")
URGENCY = re.compile(r"特急|加急|平急|特提|急件")


def is_secrecy_mark(text: str) -> bool:
    return len(text) <= 30 and bool(SECRECY.fullmatch(tidy(text)))


def is_urgency_mark(text: str) -> bool:
    return len(text) <= 10 and bool(URGENCY.fullmatch(compact(text)))


ADDRESSED = re.compile(
    r"各|政府|局|委|办|厅|部|单位|公司|院|校|处|街道|会|居民|市民|业主|申请人|考生|先生|女士|同志|朋友|商户|企业"
)
NOT_ADDRESSED = re.compile(
    r"如下|附件|通知|公告|现将|为了|根据|按照|联系|时间|地点|电话|以下|下列|。|；|？|^[（(]?[一二三四五六七八九十\d]+[、.．)）]"
)


def is_addressees(text: str) -> bool:
    """主送机关: 各镇人民政府、街道办事处，区政府各部门：."""
    line = tidy(text)
    if not 3 <= len(line) <= 600 or line[-1] not in "：:":
        return False
    return bool(ADDRESSED.search(line)) and not NOT_ADDRESSED.search(line)


DISCLOSURE = re.compile(
    r"[（(【]?\s*(?:此件|本件).{0,14}公开.{0,8}[)）】]?|(?:信息)?公开(?:选项|方式|属性|形式)\s*[:：].{2,12}"
)
COPIES = re.compile(r"(?:抄\s*送|抄\s*报|分\s*送|主\s*送|报\s*送)\s*[:：]")
PRINTED = re.compile(rf"(.{{0,60}}?)\s*(?:{DATE.pattern})\s*印\s*发\s*")
CONTACT = re.compile(r"[（(]?\s*(?:联系人|联系电话|联系方式|咨询电话|联系单位)\s*[:：]")
SOURCE_LINE = re.compile(
    r"(?:信息|文章|稿件)?来源\s*[:：]|发布(?:时间|日期|机构)\s*[:：]|浏览(?:次数|量)?\s*[:：]|字号\s*[:：]"
)
PAGE_NUMBER = re.compile(
    r"[-—－–─]+\s*\d{1,4}\s*[-—－–─]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
)


def role_of(text: str) -> str:
    """Role (OFFICIAL_ROLES) that the words of the line alone give it; empty for none."""
    line = tidy(text)
    if COPIES.match(line):
        return "copies"
    if len(line) > SHORT:
        return ""
    if DISCLOSURE.fullmatch(line):
        return "disclosure"
    if PRINTED.fullmatch(line):
        return "printed"
    return "contact" if CONTACT.match(line) and len(line) <= 100 else ""


def is_page_number(text: str) -> bool:
    return len(text) <= 30 and bool(PAGE_NUMBER.fullmatch(tidy(text)))


ATTACHMENTS = re.compile(r"附\s*件\s*(\d{0,3}|[一二三四五六七八九十]{0,3})\s*[:：]\s*(.*)")
ATTACHMENT_ITEM = re.compile(r"(\d{1,3})\s*[.．、]\s*(.+)")
ATTACHMENT_MARK = re.compile(r"附\s*件\s*(\d{0,3}|[一二三四五六七八九十]{0,3})\s*[:：]?")


def attachment_mark(text: str) -> str:
    """附件2 standing alone above an attached text → 附件2; empty for other lines."""
    found = ATTACHMENT_MARK.fullmatch(tidy(text)) if len(text) <= 20 else None
    return compact(text).rstrip(":：") if found else ""


def attachment_note(text: str) -> tuple[str, str] | None:
    """First line of the list of attachments: (number, title); the title may be empty."""
    line = tidy(text)
    found = ATTACHMENTS.fullmatch(line) if len(line) <= SHORT else None
    if not found:
        return None
    number, title = attachment_item(found[2]) or (found[1], found[2])
    return number, title


def attachment_item(text: str) -> tuple[str, str] | None:
    """A further line of that list: 2. …"""
    line = tidy(text)
    found = ATTACHMENT_ITEM.fullmatch(line) if len(line) <= SHORT else None
    return (found[1], found[2].strip()) if found else None


POLICY_TITLE = re.compile(
    rf"(?:办法|规定|细则|条例|规则|意见|决定|命令|令|批复|规划|方案|预案|议案|复函){VERSION}?$"
)
NOTICE_END = re.compile(r"(?:公告|通告|公示|启事|声明|简章|名单)$")
NOTICE_TITLE = re.compile(r"(?:通知|公告|通告|公示|启事|声明|简章|公布|名单)$|招标|中标|采购|成交|招聘|遴选")
GUIDE_TITLE = re.compile(r"(?:办事|服务|申报|办理|申请)(?:指南|须知|流程)")
GUIDE_PART = re.compile(
    r"(?:受理|办理|申请|申报|审批)(?:条件|材料|流程|程序|时限|地点|依据|方式|对象|机构)|收费(?:标准|依据)|法定(?:办结)?时限|承诺(?:办结)?时限|设定依据"
)


def guess_kind(title: str, number: str, headings: list[str]) -> tuple[str, str, str]:
    """(kind, the words that decided, how): policy, notice, guide or news."""
    line = compact(title)
    parts = [text for text in headings if GUIDE_PART.search(text)]
    if GUIDE_TITLE.search(line):
        return "guide", title, "标题为办事指南类用语"
    if len(parts) >= 3:
        return "guide", "、".join(parts[:4]), "正文分项为办事指南的固定项目"
    if number and not NOTICE_END.search(line):
        return "policy", number, "有发文字号"
    if POLICY_TITLE.search(line):
        return "policy", title, "标题的文种属于政策文件"
    if NOTICE_TITLE.search(line) or number:
        return "notice", title, "标题的文种属于通知公告"
    return "news", title, "没有发文字号，标题也不是公文文种"
