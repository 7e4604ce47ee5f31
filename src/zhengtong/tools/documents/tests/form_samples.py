"""A full form, an empty one, a letter and hostile text, for the tests of forms. All units, sites and people are invented."""

from datetime import date

from zhengtong.tools.documents.forms import (
    Attachment,
    Attachments,
    CheckItem,
    Checklist,
    Fields,
    Form,
    Grid,
    Letter,
    Note,
    OpinionBox,
    Pair,
    Paragraphs,
    Signature,
    Signatures,
    pairs,
)

NASTY = [
    '#import "/etc/passwd": *',
    '#read("/etc/passwd")',
    '#eval("1+1") #{ panic() }',
    "$ x^2 $ $",
    "\\ \\u{1F600} \\n \\",
    "]] ] [ #[ ) } {",
    "*粗* _斜_ `码` ``` <label> @ref // 注 /* 注 */ = 标题",
    "<script>alert(1)</script>&lt;w:p/&gt;<![CDATA[x]]>",
    '"}],"faces":{"title":"',
    "{{ 7*7 }} {% x %} ${x} %s \\input{x}",
    "'\"“”‘’——……",
]

REASON = "本单位承担全区某项专门业务的网上办理，业务系统须与上级部门的专网对接，区政府门户网站的责任栏目和本单位子站不能满足要求，确有特殊需要。"


def application(**changed):
    """The application for a website with its first two steps done and the last one open."""
    made = {
        "title": "政府网站开办申请表",
        "number": "演示网申〔2024〕1号",
        "dated": date(2024, 5, 6),
        "head": (
            *pairs(
                [
                    ("申请单位", "演示区演示局"),
                    ("网站名称", "演示区演示服务网"),
                    ("拟用域名", "www.yanshi.example.gov.cn"),
                    ("主办单位负责人", "演示·主要负责人"),
                    ("联系人", "演示·管理员"),
                    ("联系电话", None),
                ]
            ),
            Pair("开办理由", REASON, height_mm=30),
        ),
        "sections": (
            Checklist(
                "申报材料",
                (
                    CheckItem("责任分工", True),
                    CheckItem("内容及保密审查机制", True),
                    CheckItem("安全防护措施", True, "含安全检测报告"),
                    CheckItem("应急响应预案"),
                ),
            ),
            Attachments((Attachment("演示区演示服务网建设方案", "12页"), Attachment("责任分工表"))),
            OpinionBox(
                "申请单位意见",
                "同意申请开办。",
                "演示区演示局",
                "演示·主要负责人",
                "主要负责人",
                date(2024, 5, 6),
            ),
            OpinionBox(
                "区政府办公室审核意见",
                "经审核，申报材料齐全，符合集约化要求，同意上报。",
                "演示区人民政府办公室",
                "演示·经办人",
                "",
                date(2024, 5, 9),
                "演示府办函〔2024〕12号",
            ),
            OpinionBox("市政府办公厅批复"),
        ),
        "foot": (
            Note("政府网站须经批准后方可开设。", "办法 3.5"),
            Note("本表一式三份，申请单位、区政府办公室、市政府办公厅各存一份。"),
        ),
    }
    return Form(**(made | changed))


def blank():
    """The same form with nothing filled in."""
    return application(
        number="",
        dated=None,
        head=(
            *pairs([("申请单位", ""), ("网站名称", None), ("拟用域名", "")]),
            Pair("开办理由", wide=True, height_mm=45),
        ),
        sections=(
            Checklist("申报材料", (CheckItem("责任分工"), CheckItem("内容及保密审查机制"))),
            OpinionBox("申请单位意见"),
            OpinionBox("区政府办公室审核意见"),
            OpinionBox("市政府办公厅批复"),
        ),
    )


def record(rows=60):
    """A record sheet with a table that goes over pages, running text and lines to sign."""
    return Form(
        "政府网站临时下线登记表",
        sections=(
            Fields(
                pairs([("网站", "演示网"), ("次数", "1"), ("起", "2024年5月6日"), ("止", "2024年5月20日")]),
                "一、基本情况",
            ),
            Fields(pairs([("下线原因", "整改" * 40)]), "二、有关情况"),
            Grid(
                ("序号", "时间", "事项", "经办人"),
                tuple((str(at), "2024年5月6日", f"第{at}项\n已办理", "") for at in range(1, rows + 1)),
                (1, 3, 5, 2),
                "办理经过",
            ),
            Paragraphs(("临时下线期间，已在区政府门户网站发布公告。",), "三、公告情况"),
            Signatures(
                (Signature("填表人", "演示·管理员", "网站管理员", date(2024, 5, 6)), Signature("审核人"))
            ),
        ),
        date_label="",
    )


def request(**changed):
    """A letter to a superior (请示)."""
    made = {
        "title": "演示区人民政府办公室关于开办演示区演示服务网的请示",
        "number": "演示府办文〔2024〕8号",
        "signer": "演示·签发人",
        "addressees": "演示市人民政府办公厅",
        "sections": (
            Paragraphs((REASON,)),
            Paragraphs(
                ("该局拟开办“演示区演示服务网”。", "域名为 www.yanshi.example.gov.cn。"),
                "一、拟开办网站的基本情况",
            ),
            Paragraphs(("申报材料齐全，符合《政府网站发展指引》要求。",), "（一）审核情况", level=2),
            Paragraphs(("妥否，请批示。",)),
        ),
        "attachments": (
            Attachment("政府网站开办申请表"),
            Attachment("演示区演示服务网建设、管理、内容及保密审查、安全防护和应急响应预案汇编"),
        ),
        "issuer": "演示区人民政府办公室",
        "dated": date(2024, 5, 10),
        "contact": "联系人：演示·经办人；联系电话：000-00000000",
        "copies": "演示区委网信办，演示区委编办",
    }
    return Letter(**(made | changed))


def hostile():
    """Everything hostile in every place where text can stand."""
    text = "\n".join(NASTY)
    one = NASTY[0] + NASTY[3] + NASTY[5]
    return Form(
        one,
        number=NASTY[1],
        head=(*pairs([(word, word) for word in NASTY]), Pair(one, text)),
        sections=(
            Fields(pairs([(one, one)]), one),
            Checklist(one, tuple(CheckItem(word, True, word) for word in NASTY)),
            Attachments(tuple(Attachment(word, word) for word in NASTY)),
            OpinionBox(one, text, *NASTY[:3], None, NASTY[4], NASTY[5]),
            Grid(tuple(NASTY[:4]), (tuple(NASTY[4:8]),), caption=one),
            Paragraphs(tuple(NASTY), one),
            Signatures((Signature(*NASTY[:3]),)),
        ),
        foot=tuple(Note(word, word) for word in NASTY),
        dated=date(2024, 5, 6),
    )
