"""The text of clauses 5.2 and 5.3 as pure functions: facts come in, every refusal comes out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from zhengtong.duties.models import PostKind
from zhengtong.duties.rules import proofreading_posts, review_posts
from zhengtong.engine.refusals import Refusal
from zhengtong.publishing.kinds import STAGES, Act, Gate, Stage, SubmissionState

ACTS = (Act.REVIEW, Act.PROOFREADING)


@dataclass(frozen=True)
class Signed:
    """A signature that stands: who did which act of which stage on which text."""

    stage: int
    act: str
    person: int
    content_hash: str


@dataclass(frozen=True)
class Review:
    """A submission as the rules see it. `authors` are all who ever wrote or changed the text."""

    state: str
    stage: int
    content_hash: str
    authors: frozenset[int]
    signed: tuple[Signed, ...] = ()
    separate: bool = False
    principal_signs: bool = False
    relaxed: bool = False


@dataclass(frozen=True)
class Hand:
    """Who wants to sign: the person, the posts held now in the article's unit, and what is being said."""

    person: int
    posts: frozenset[PostKind]
    acts: tuple[Act, ...]
    draft_hash: str
    gates: Mapping[str, str] = field(default_factory=dict)
    opinion: str = ""


def posts_for(stage: int, act: str, *, separate: bool, principal_signs: bool) -> frozenset[PostKind]:
    """Posts whose holders may do this act of this stage (5.2, 5.3)."""
    signs = principal_signs and stage == Stage.THIRD
    if act == Act.REVIEW:
        return review_posts(stage, principal_signs=signs)
    return proofreading_posts(stage, separate=separate, principal_signs=signs)


def open_acts(review: Review) -> tuple[Act, ...]:
    """Acts of the current stage that nobody has done yet."""
    done = {signed.act for signed in review.signed if signed.stage == review.stage}
    return tuple(act for act in ACTS if act not in done)


def why_not_sign(review: Review, hand: Hand) -> list[Refusal]:
    """Every reason against this signature (5.2: graded, separate hands, six gates, on the exact text)."""
    refusals = why_not_act(review, hand.person, hand.posts, hand.acts)
    if review.state == SubmissionState.IN_REVIEW:
        refusals += _what_is_signed(review, hand)
    return refusals


def why_not_act(
    review: Review, person: int, posts: Collection[PostKind], acts: Iterable[Act]
) -> list[Refusal]:
    """The reasons that do not depend on what is said: shown before the form is filled."""
    if review.state != SubmissionState.IN_REVIEW:
        return [Refusal("review.not_open", f"该送审件{_state(review)}，不能再签署。", "5.2")]
    acts = tuple(acts)
    return [
        *_wrong_post(review, posts, acts),
        *_done_already(review, acts),
        *_own_text(review, person),
        *_other_stage(review, person),
        *_both_hands(review, person, acts),
    ]


def _state(review: Review) -> str:
    return f"“{SubmissionState(review.state).label}”"


def _wrong_post(review: Review, posts: Collection[PostKind], acts: Iterable[Act]) -> Iterable[Refusal]:
    for act in acts:
        wanted = posts_for(
            review.stage, act, separate=review.separate, principal_signs=review.principal_signs
        )
        if not wanted & set(posts):
            names = "、".join(sorted(PostKind(post).label for post in wanted))
            yield Refusal(
                f"review.wrong_post.{act.value}",
                f"当前环节为{Stage(review.stage).label}，{act.label}须由责任单位现任“{names}”签署；您目前不担任该岗位。"
                "如岗位有变动，请联系本单位网站管理员。",
                "5.2",
            )


def _done_already(review: Review, acts: Iterable[Act]) -> Iterable[Refusal]:
    remaining = open_acts(review)
    for act in acts:
        if act not in remaining:
            yield Refusal(
                f"review.done_already.{act.value}",
                f"{Stage(review.stage).label}的{act.label}已签署，无须重复办理。",
                "5.2",
            )


def _own_text(review: Review, person: int) -> Iterable[Refusal]:
    if person in review.authors:
        yield Refusal(
            "review.author",
            "您撰写或修改过本稿，不能参加本稿任何环节的审核、校对。请由其他审校人员办理。",
            "5.2",
        )


def _other_stage(review: Review, person: int) -> Iterable[Refusal]:
    earlier = {signed.stage for signed in review.signed if signed.person == person} - {review.stage}
    if earlier and not review.relaxed:
        names = "、".join(Stage(stage).label for stage in sorted(earlier))
        yield Refusal(
            "review.two_stages",
            f"您已在{names}签署，同一人不得承担两个环节。确因人员不足，请由单位向区政府办公室申请放宽。",
            "5.2",
        )


def _both_hands(review: Review, person: int, acts: tuple[Act, ...]) -> Iterable[Refusal]:
    if not review.separate:
        return
    in_stage = [
        signed for signed in review.signed if signed.stage == review.stage and signed.person == person
    ]
    if in_stage or len(acts) > 1:
        yield Refusal(
            "review.separate_proofreader",
            "本单位要求审核与校对由不同人员承担，您不能同时办理本环节的审核和校对。",
            "5.2",
        )


def _what_is_signed(review: Review, hand: Hand) -> Iterable[Refusal]:
    if not hand.acts:
        yield Refusal("review.no_act", "请选择要签署的事项（审核、校对）。", "5.2")
    if hand.draft_hash != review.content_hash:
        yield Refusal(
            "review.text_changed", "稿件内容在送审后有改动，本次送审已失效。请由拟稿人重新送审。", "5.2"
        )
    if Act.REVIEW in hand.acts:
        missing = [gate.label for gate in Gate if hand.gates.get(gate.value) not in {"pass", "note"}]
        if missing:
            yield Refusal("review.gates_missing", f"六关意见不全，尚未填写：{'、'.join(missing)}。", "5.2")
    if "note" in hand.gates.values() and not hand.opinion.strip():
        yield Refusal(
            "review.note_without_words", "对有关关口提示“需注意”的，请在意见中写明具体情况。", "5.2"
        )


def why_not_return(review: Review, person: int, posts: Collection[PostKind], reasons: str) -> list[Refusal]:
    """A reviewer or proofreader of the current stage sends the text back, with reasons."""
    refusals = []
    if review.state != SubmissionState.IN_REVIEW:
        return [Refusal("review.not_open", f"该送审件{_state(review)}，不能退回。", "5.2")]
    if not any(not list(_wrong_post(review, posts, (act,))) for act in ACTS):
        refusals += list(_wrong_post(review, posts, (Act.REVIEW,)))
    refusals += list(_own_text(review, person))
    if not reasons.strip():
        refusals.append(Refusal("review.return_without_reasons", "退回须写明原因和修改要求。", "5.2"))
    return refusals


def next_stage(stage: int) -> Stage | None:
    later = [candidate for candidate in STAGES if candidate > stage]
    return later[0] if later else None


def missing_signatures(review: Review) -> list[tuple[Stage, Act]]:
    """Acts of all stages that lack a signature on the exact text."""
    standing = {
        (signed.stage, signed.act) for signed in review.signed if signed.content_hash == review.content_hash
    }
    return [(stage, act) for stage in STAGES for act in ACTS if (stage.value, act.value) not in standing]


def why_not_publish(
    review: Review, *, draft_hash: str, state: str, due: datetime | None, at: datetime
) -> list[Refusal]:
    """Nothing is public before three reviews and three proofreadings of exactly this text (5.2)."""
    refusals = []
    if state != SubmissionState.APPROVED:
        refusals.append(Refusal("publication.not_approved", "稿件尚未通过全部审校，不能发布。", "5.2"))
    if missing := missing_signatures(review):
        names = "、".join(f"{stage.label}{act.label}" for stage, act in missing)
        refusals.append(Refusal("publication.signatures_missing", f"尚缺签署：{names}。", "5.2"))
    if draft_hash != review.content_hash:
        refusals.append(
            Refusal("publication.text_changed", "稿件内容与签署时不一致，不能发布。请重新送审。", "5.2")
        )
    if due is not None and at < due:
        refusals.append(Refusal("publication.not_yet", "尚未到定时发布时间。", "5.2"))
    return refusals


@dataclass(frozen=True)
class Draft:
    """What must be known of a draft before it may be handed in."""

    title: str
    content_source: str
    secrecy_checked: bool
    has_body: bool
    is_repost: bool = False
    repost_url: str = ""
    missing: tuple[str, ...] = ()
    pictures_without_alt: int = 0


def why_not_submit(
    draft: Draft, *, is_editor: bool, under_review: bool, same_as_public: bool
) -> list[Refusal]:
    """Every reason why a draft cannot be handed in for review (5.2; R42: source and secrecy are never left open)."""
    checks = [
        (
            not is_editor,
            "submission.not_editor",
            "只有责任单位现任信息员（编辑）、网站管理员可以送审。",
            "2.4",
        ),
        (under_review, "submission.open_already", "本稿已在审校中，请勿重复送审。", "5.2"),
        (same_as_public, "submission.nothing_changed", "本稿与已公开的内容一致，没有需要送审的改动。", "5.2"),
        (not draft.title.strip(), "submission.no_title", "请填写标题。", "5.2"),
        (not draft.has_body, "submission.no_body", "正文为空，请补充正文。", "5.2"),
        (not draft.content_source.strip(), "submission.no_source", "请填写信息来源。", "5.6"),
        (
            not draft.secrecy_checked,
            "submission.no_secrecy_check",
            "请拟稿人先作保密审查，并勾选“已作保密审查”。",
            "5.2",
        ),
        (
            draft.is_repost and not draft.repost_url,
            "submission.repost_without_url",
            "转载内容须注明原文地址。",
            "5.6",
        ),
        (
            draft.pictures_without_alt > 0,
            "submission.picture_without_alt",
            "有图片未填替代文字，请补充。",
            "3.14",
        ),
    ]
    refusals = [Refusal(code, message, clause) for stands, code, message, clause in checks if stands]
    return refusals + [Refusal("submission.missing", f"请填写“{name}”。", "3.14") for name in draft.missing]


def public_path(column_path: str, first_published: date, key: int) -> str:
    """The address of an article, stable for ever: /<column>/202301/t20230109_12.html."""
    return f"{column_path.rstrip('/')}/{first_published:%Y%m}/t{first_published:%Y%m%d}_{key}.html"
