"""Every page of 互动交流 with invented content, for the gallery."""

from dataclasses import replace
from datetime import UTC, date, datetime

from zhengtong.portal.pieces import Filter, Link, Pager, Site
from zhengtong.portal.voices import forms, pages, rendering
from zhengtong.portal.voices.entrance import Passage
from zhengtong.portal.voices.places import ANSWERS, VOICES
from zhengtong.portal.voices.progress import SATISFACTIONS

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LONG = "为什么某某街道的公交站牌长期被广告牌遮挡而没有人处理"
ANSWERED = pages.Answered(
    title=LONG,
    href="/hdjl/gk/1/",
    kind="投诉",
    unit="区交通局",
    date=date(2026, 11, 20),
    excerpt="站牌已经移位。",
)
WRONG = {
    "kind": "请选择信件类别。",
    "body": "请写明内容，不少于5个字。",
    "sender_email": "电子邮箱请按“名称@域名”的格式填写。",
}
ASKED = Passage(
    "token", "nonce", question="三加四等于几？", wrong="请回答问题：三加四等于几？可以填数字，也可以填汉字。"
)


def form(
    site: Site, which: forms.Form, *, faults: dict[str, str] | None = None, asked: bool = False
) -> pages.FormPage:
    typed = {"page": site.absolute("/zwgk/tzgg/t20261120_1.html"), "words": "2月30日", "title": LONG}
    groups = which.groups(typed, faults or {})
    return pages.FormPage(
        site=site, path=which.path, title=which.title, lead=which.lead, token="token",
        groups=(*groups, forms.question(ASKED)) if asked else groups, suggests=which.suggests, trail=(VOICES,),
        meant="关于中小学招生报名的通知" if which is forms.CORRECT else "",
    )  # fmt: skip


def receipt(site: Site) -> pages.ReceiptPage:
    return pages.ReceiptPage(
        site=site,
        path="/hdjl/xx/",
        what="来信",
        code="4K7M-0XP2-9TQA",
        received_at=AT,
        files=2,
        trail=(VOICES,),
    )


def progress() -> pages.Progress:
    rating = pages.Field(
        name="satisfaction", label="您对这次答复满意吗", kind="choices", options=SATISFACTIONS
    )
    return pages.Progress(
        state="已答复", told=("承办单位已经答复，答复内容见下。",), tone="good", kind="纠错", number="2026-000001",
        title=LONG, body="第一行\n第二行", page="/zwgk/tzgg/t20261120_1.html", words="2月30日", received_at=AT,
        steps=(pages.Step(AT, "收到您的留言。"), pages.Step(AT, "转区交通局办理。")),
        limit=pages.Limit(until=date(2026, 11, 25), left="已逾期 1 个工作日", late=True, provisional=True,
                          lines=("2026年11月23日（星期一）收到，当日不计入",), reading="自收到之日的次日起算",
                          other_reading="自转办之日的次日起算"),
        replies=(pages.Reply(number=1, text="已更正。\n谢谢。", unit="区交通局", at=AT, before="2月30日", after="2月28日",
                             rated="满意", masked=True),),
        acts=(pages.Act(name="rate", title="评价", button="提交评价", lead="每次答复可以评价一次。", fields=(rating,)),
              pages.Act(name="reopen", title="申请重新办理", button="申请", lead="", refusals=("答复已超过可申请重新办理的期限。",))),
    )  # fmt: skip


def bar(name: str, received: int, answered: int) -> pages.Bar:
    return pages.Bar(
        name=name, received=received, answered=answered, late=2, days="3.5", satisfied="91%", received_share=received // 2,
        answered_share=answered // 2, href="/hdjl/tj/?month=2026-10",
    )  # fmt: skip


def figures(site: Site) -> pages.FiguresPage:
    lines = (bar("2026年10月", 180, 150), bar("2026年9月", 120, 120))
    return pages.FiguresPage(
        site=site, months=lines, chosen="2026年10月", counted_at=AT, told=("2026年10月收到留言180件。",),
        kinds=(bar("咨询", 100, 90),), units=(bar("某某区规划和自然资源局某某管理站", 200, 190),), trail=(VOICES,),
    )  # fmt: skip


def answers(site: Site) -> pages.AnswersPage:
    filters = (
        Filter("类别", (Link("全部", ANSWERS.href, current=True), Link("咨询", "/hdjl/gk/?kind=enquiry"))),
    )
    return pages.AnswersPage(
        site=site, query="站牌", answers=(ANSWERED,), total=41, narrowed="站牌", filters=filters,
        pager=Pager(1, 3, "/hdjl/gk/", "/hdjl/gk/?page={n}"), trail=(VOICES,),
    )  # fmt: skip


def gallery(site: Site) -> dict[str, str]:
    known = pages.Known(question=LONG, answer="请向区交通局反映。", unit="区交通局", anchor="wd-1")
    library = pages.LibraryPage(
        site=site, query="站牌", known=(known,), answers=(ANSWERED,), total=2, trail=(VOICES,)
    )
    answer = pages.AnswerPage(
        site=site, path="/hdjl/gk/1/", title=LONG, kind="投诉", unit="区交通局", question="站牌被挡。", reply="已经移位。",
        received_on=date(2026, 11, 1), answered_on=date(2026, 11, 20), trail=(VOICES, ANSWERS),
    )  # fmt: skip
    enquiry = pages.EnquiryPage(site=site, trail=(VOICES,))
    refused = replace(
        form(site, forms.WRITE, faults=WRONG, asked=True), faults=("页面已失效，请核对下方内容后再次提交。",)
    )
    return {
        "/jiucuo/index.html": rendering.render_form(form(site, forms.CORRECT)),
        "/hdjl/index.html": rendering.render_front(
            pages.FrontPage(site=site, answers=(ANSWERED,), told="共180件。")
        ),
        "/hdjl/xx/index.html": rendering.render_form(form(site, forms.WRITE)),
        "/hdjl/xx/refused.html": rendering.render_form(refused),
        "/hdjl/xx/full.html": rendering.render_form(replace(refused, not_received="您的留言没有收到。")),
        "/hdjl/xx/receipt.html": rendering.render_receipt(receipt(site)),
        "/hdjl/xx/large.html": rendering.render_too_large(pages.TooLargePage(site=site, path="/hdjl/xx/")),
        "/hdjl/xx/busy.html": rendering.render_busy(pages.BusyPage(site=site, path="/hdjl/gk/")),
        "/hdjl/cx/index.html": rendering.render_enquiry(enquiry),
        "/hdjl/cx/unknown.html": rendering.render_enquiry(replace(enquiry, code="12", refusal="没有查到。")),
        "/hdjl/cx/answered.html": rendering.render_enquiry(
            replace(enquiry, code="4K7M-0XP2-9TQA", progress=progress(), done="已收到您的评价。")
        ),
        "/hdjl/gk/index.html": rendering.render_answers(answers(site)),
        "/hdjl/gk/1.html": rendering.render_answer(answer),
        "/hdjl/wd/index.html": rendering.render_library(library),
        "/hdjl/tj/index.html": rendering.render_figures(figures(site)),
    }
