"""What can be done with an article from its page: one screen a verb."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from zhengtong.engine.console.acts import ActView
from zhengtong.engine.console.items import Fact
from zhengtong.engine.refusals import Refusal
from zhengtong.publishing import access, actions, queries, rules, showing
from zhengtong.publishing.kinds import OPEN_STATES, Act, Stage, SubmissionState, TakedownReason
from zhengtong.publishing.models import Article, Hold, Submission
from zhengtong.publishing.screens import forms

NO_HOLD = Refusal("hold.none", "本稿没有需要解除的保留期限。", "3.9")


def why_not_submit(person: Any, article: Article, at: datetime) -> list[Refusal]:
    from zhengtong.publishing.actions.review import why_not_submit as reasons

    return reasons(article, queries.draft_of(article), person, at)


def open_submission(article: Article) -> Submission | None:
    return article.submissions.filter(state__in=OPEN_STATES).first()


def why_not_sign(person: Any, article: Article, at: datetime) -> list[Refusal]:
    """What stands against signing before anything is said: nothing, when at least one open act is possible."""
    submission = open_submission(article)
    if submission is None:
        return [Refusal("review.not_open", "本稿当前没有待签署的送审件。", "5.2")]
    review, posts = queries.review_of(submission), access.kinds_held(person, article.unit, at)
    if acts_open_to(person, article, submission, at):
        return []
    return rules.why_not_act(review, person.pk, posts, rules.open_acts(review) or (Act.REVIEW,))


def acts_open_to(person: Any, article: Article, submission: Submission, at: datetime) -> tuple[Act, ...]:
    review, posts = queries.review_of(submission), access.kinds_held(person, article.unit, at)
    possible = tuple(
        act for act in rules.open_acts(review) if not rules.why_not_act(review, person.pk, posts, (act,))
    )
    # Where proofreaders stand apart nobody does both: the review comes first.
    return possible[:1] if review.separate else possible


def why_not_return(person: Any, article: Article, at: datetime) -> list[Refusal]:
    submission = open_submission(article)
    if submission is None:
        return [Refusal("review.not_open", "本稿当前没有待签署的送审件。", "5.2")]
    posts = access.kinds_held(person, article.unit, at)
    return rules.why_not_return(queries.review_of(submission), person.pk, posts, "…")


def why_not_withdraw(person: Any, article: Article, at: datetime) -> list[Refusal]:
    return access.why_not_write(person, article.unit, at, queries.column_page_of(article).column)


def why_not_discard(person: Any, article: Article, at: datetime) -> list[Refusal]:
    return access.why_not_write(person, article.unit, at, queries.column_page_of(article).column)


def why_not_take_down(person: Any, article: Article, at: datetime) -> list[Refusal]:
    return [*access.why_not_take_down(person, article.unit, at), *queries.why_not_end(article, at)]


def why_not_release(person: Any, article: Article, at: datetime) -> list[Refusal]:
    held = queries.holds_in_force(article, at).exists()
    return [*access.why_not_lift(person, at), *([] if held else [NO_HOLD])]


class ArticleAct(ActView):
    """An act on an article that shows the text it is about."""

    template_name = "publishing/act.html"

    def content(self) -> Mapping[str, Any]:
        submission = open_submission(self.object)
        if submission is not None:
            return submission.content
        from zhengtong.publishing.content import snapshot

        return snapshot(queries.draft_of(self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        content = self.content()
        shown = {
            "content": content,
            "text": showing.text_of(dict(content)),
            "facts": [Fact(label, value) for label, value in showing.facts_of(dict(content))],
        }
        return super().get_context_data(**(shown | kwargs))

    def text(self) -> SafeString:
        return showing.text_of(dict(self.content()))


class Submit(ArticleAct):
    label, form_class, success_message, primary = "送审", forms.SubmitForm, "已送审，正文已锁定", True
    explanation = "送审后正文锁定，依次经一审一校、二审二校、三审三校；全部签署后自动发布。"
    access = why_not_submit

    @classmethod
    def offered(cls, person: Any, subject: Article, at: datetime) -> bool:
        return open_submission(subject) is None

    def perform(self, publish_at: datetime | None) -> Submission:
        return actions.submit(self.object, by=self.person, at=self.at, publish_at=publish_at)


class Sign(ArticleAct):
    label, form_class, primary = "审校签署", forms.SignForm, True
    explanation = "请通读全文后签署。签署与当前文本绑定，签署后文本如有改动，须重新送审。"
    access = why_not_sign

    @classmethod
    def offered(cls, person: Any, subject: Article, at: datetime) -> bool:
        submission = open_submission(subject)
        return submission is not None and submission.state == SubmissionState.IN_REVIEW

    def get_subtitle(self) -> str:
        submission = open_submission(self.object)
        return f"{Stage(submission.stage).label}：{self.object}" if submission else str(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        submission = open_submission(self.object)
        acts = acts_open_to(self.person, self.object, submission, self.at) if submission else ()
        return super().get_form_kwargs() | {"open_acts": acts or rules.ACTS}

    def perform(self, acts: list[Act], gates: dict[str, str], opinion: str) -> Any:
        submission = open_submission(self.object) or self.object.submissions.latest("number")
        return actions.sign(submission, by=self.person, at=self.at, acts=acts, gates=gates, opinion=opinion)

    def get_success_message(self, done: Any) -> str:
        submission = Submission.objects.get(pk=done[0].submission_id)
        if submission.state == SubmissionState.PUBLISHED:
            return "已签署。本稿已通过三审三校并发布，门户页面随即更新。"
        if submission.state == SubmissionState.APPROVED:
            return "已签署。本稿已通过三审三校，将按定时发布。"
        return (
            "已签署" if submission.stage == done[0].stage else f"已签署，转入{Stage(submission.stage).label}"
        )


class SendBack(ArticleAct):
    label, form_class, success_message, danger = "退回修改", forms.ReasonsForm, "已退回拟稿人", True
    access = why_not_return

    @classmethod
    def offered(cls, person: Any, subject: Article, at: datetime) -> bool:
        return Sign.offered(person, subject, at)

    def perform(self, reasons: str) -> Submission:
        submission = open_submission(self.object) or self.object.submissions.latest("number")
        return actions.send_back(submission, by=self.person, at=self.at, reasons=reasons)


class Withdraw(ArticleAct):
    label, form_class, success_message = "撤回送审", forms.WithdrawForm, "已撤回，可继续修改"
    access = why_not_withdraw

    @classmethod
    def offered(cls, person: Any, subject: Article, at: datetime) -> bool:
        return open_submission(subject) is not None

    def perform(self, why: str) -> Submission:
        submission = open_submission(self.object) or self.object.submissions.latest("number")
        return actions.withdraw(submission, by=self.person, at=self.at, why=why)


class TakeDown(ArticleAct):
    label, form_class, success_message, danger = "撤稿", forms.TakeDownForm, "已撤稿，门户页面随即撤下", True
    access = why_not_take_down

    @classmethod
    def offered(cls, person: Any, subject: Article, at: datetime) -> bool:
        return queries.current_publication(subject) is not None

    def perform(self, reason: str, note: str) -> Any:
        return actions.take_down(
            self.object, by=self.person, at=self.at, reason=TakedownReason(reason), note=note
        )


class ReleaseHold(ArticleAct):
    label, form_class, success_message, danger = "解除保留", forms.ReleaseHoldForm, "已解除保留期限", True
    explanation = "解除后即可撤稿。解除人、时间和原因长期留存。公告内容有误的，无须解除，送审新文本替换即可。"
    access = why_not_release

    @classmethod
    def offered(cls, person: Any, subject: Article, at: datetime) -> bool:
        return queries.holds_in_force(subject, at).exists()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"in_force": queries.holds_in_force(self.object, self.at)}

    def perform(self, hold: Hold, reason: str) -> Hold:
        return actions.release_hold(hold, by=self.person, at=self.at, reason=reason)


class Discard(ArticleAct):
    label, success_message, danger = "删除草稿", "草稿已删除，删除记录已留存", True
    explanation = "只有从未送审的草稿可以删除。"
    access = why_not_discard

    @classmethod
    def offered(cls, person: Any, subject: Article, at: datetime) -> bool:
        return not subject.submissions.exists()

    def perform(self) -> None:
        actions.discard_draft(self.object, by=self.person, at=self.at)

    def get_success_url(self, done: Any) -> str:
        return reverse("articles:index")
