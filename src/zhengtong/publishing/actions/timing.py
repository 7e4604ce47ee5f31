"""Clocks of review, word to those whose turn it is, and the update clock of columns."""

from datetime import datetime

from django.urls import NoReverseMatch, reverse

from zhengtong.duties.actions.columns import note_update
from zhengtong.duties.models import PostKind
from zhengtong.duties.queries import holders, post_audience
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.clocks.rules import in_working_days
from zhengtong.engine.notify.actions import tell
from zhengtong.publishing import rules
from zhengtong.publishing.clocks import STAGE
from zhengtong.publishing.kinds import Act, Stage
from zhengtong.publishing.models import Article, Submission
from zhengtong.publishing.queries import column_page_of
from zhengtong.regulation import parameter

LIMIT = "review.ordinary.days"


def begin_stage(submission: Submission, at: datetime) -> None:
    """Start the clock of the current stage and tell those who may sign it."""
    limit = parameter(LIMIT, on=business_date(at))
    stage = Stage(submission.stage)
    due = in_working_days(at, int(limit.number), parameter=LIMIT, event=f"转入{stage.label}")
    title, audiences = submission.content["title"], _audiences(submission, at)
    clocks.start(
        STAGE,
        submission,
        audience=audiences[0],
        opened_at=at,
        due=due,
        name=f"{stage.label}：{title}",
    )
    for audience in audiences:
        tell(audience, f"请办理{stage.label}：{title}", text=_request(submission, stage), url=_where(submission),
             clause="5.2", at=at)  # fmt: skip


def _request(submission: Submission, stage: Stage) -> str:
    unit = submission.article.unit
    return f"{unit}稿件《{submission.content['title']}》已转入{stage.label}，请审阅并签署意见。"


def _where(submission: Submission) -> str:
    try:
        return reverse("publishing:submission", args=[submission.pk])
    except NoReverseMatch:
        return ""


def _audiences(submission: Submission, at: datetime) -> list[str]:
    """Those whose turn it is: for each act the first of its posts that somebody holds."""
    posts = [_post(submission, act, at) for act in rules.ACTS]
    return list(dict.fromkeys(post_audience(submission.article.unit, post) for post in posts))


def _post(submission: Submission, act: Act, at: datetime) -> PostKind:
    wanted = sorted(
        rules.posts_for(
            submission.stage,
            act,
            separate=submission.separate_proofreaders,
            principal_signs=submission.principal_signs,
        ),
        key=lambda post: post.value.startswith("proofreader"),
    )
    held = [post for post in wanted if holders(submission.article.unit, post, at)]
    return (held or wanted)[0]


def end_stage(submission: Submission, at: datetime, *, why: str = "") -> None:
    """The stage is signed; or, with a reason, the submission has ended before its time."""
    if why:
        clocks.stop(STAGE, submission, at=at, reason=why)
    else:
        clocks.meet(STAGE, submission, at=at)


def column_updated(article: Article, at: datetime) -> None:
    """A publication counts as an update of its column (2.4)."""
    note_update(column_page_of(article).column, at=at)
