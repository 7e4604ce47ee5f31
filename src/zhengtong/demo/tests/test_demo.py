import pytest

from zhengtong.demo.cases import begin_cases, run_sites
from zhengtong.demo.cast import password_kept_in, shown_accounts
from zhengtong.demo.custodies import keep_credentials, pass_credentials_on
from zhengtong.demo.interaction import code_of, write_messages
from zhengtong.demo.newmedia import begin_account_cases, keep_accounts
from zhengtong.demo.seeding import is_empty, seed
from zhengtong.demo.writing import write_articles
from zhengtong.duties.models import Person, PostKind
from zhengtong.duties.queries import posts_of
from zhengtong.engine.clocks.queries import running
from zhengtong.engine.ledger.queries import broken
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.procedures.queries import waiting_for
from zhengtong.interaction.codes import mark_of
from zhengtong.interaction.models import CitizenMessage
from zhengtong.newmedia.queries import candidates
from zhengtong.publishing.models import Publication, Submission
from zhengtong.publishing.queries import live_without_signatures
from zhengtong.registry.models import Channel
from zhengtong.security.models import Handover
from zhengtong.security.queries.custody import orphaned, overdue

SMALL_DISTRICT = frozenset({"bgs", "jw", "wjw", "tsjd", "yjj", "cjz", "wxb", "bb", "xcb", "gafj"})
pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_demo_district__stands_on_the_same_verbs_and_shows_every_role(at):
    assert is_empty()
    district = seed(at, "any", staffed=SMALL_DISTRICT)
    run_sites(district)
    keep_credentials(district)
    write_articles(district)
    write_messages(district)
    begin_cases(district)
    keep_accounts(district)
    begin_account_cases(district)
    pass_credentials_on(district)
    assert not is_empty()
    held = {
        post.kind for name, _ in shown_accounts() for post in posts_of(Person.objects.get(username=name), at)
    }
    assert held == set(PostKind)
    assert Publication.objects.count() >= 20
    assert set(Submission.objects.values_list("state", flat=True)) == {"published", "in_review", "returned"}
    assert live_without_signatures() == []
    assert [one.custodian.username for one in orphaned(at)] == ["jw.former"]
    assert [one.what for one in overdue(at)] == ["back_end"]
    assert Handover.objects.get().to.username == "jw.editor2"
    assert Case.objects.filter(state="open").count() == 6
    assert {step.case.procedure for step in waiting_for(Person.objects.get(username="office.clerk"), at)} == {
        "website.opening", "website.suspension", "account.opening",
    }  # fmt: skip
    closing = Channel.objects.get(platform="shipinhao", host__code="wjw")
    assert (closing.channel_state, current_clock(closing).was_late) == ("closing", False)
    assert {one.account.host.code for one in candidates(at)} >= {"gafj", "wjw"}
    assert set(CitizenMessage.objects.values_list("state", flat=True)) == {
        "received", "handling", "answered", "declined",
    }  # fmt: skip
    public = CitizenMessage.objects.get(code_mark=mark_of(code_of("小学入学报名需要哪些材料")))
    assert public.public_versions.filter(ended_at__isnull=True).exists()
    assert CitizenMessage.objects.filter(reopened=1).count() == 1
    assert broken() == []


def current_clock(account):
    return running().get(kind="account.update", subject_id=str(account.pk))


def test_password__is_made_once_for_each_installation(tmp_path):
    assert password_kept_in(tmp_path / "a") == password_kept_in(tmp_path / "a")
    assert password_kept_in(tmp_path / "a") != password_kept_in(tmp_path / "b")
