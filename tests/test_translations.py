"""The console speaks Chinese: what Wagtail and its neighbours leave in English, our own catalogue says."""

import importlib.util
import sys
from pathlib import Path

import polib
import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "dev" / "translations.py"


@pytest.fixture(scope="module")
def catalogues():
    spec = importlib.util.spec_from_file_location("dev_translations", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


domains = pytest.mark.parametrize("domain", ["django", "djangojs"])


def test_sources__are_found_where_they_are_expected(catalogues):
    assert len(catalogues.wanted("django")) > 2000
    assert len(catalogues.wanted("djangojs")) > 100
    assert (None, "Publish") in catalogues.wanted("django")
    assert (None, "Invalid token. Please make sure you have entered it correctly.") in catalogues.wanted(
        "django"
    )


@domains
def test_console__leaves_no_string_in_english(catalogues, domain):
    assert catalogues.untranslated(domain) == []


@domains
def test_renderings__keep_placeholders_and_tags(catalogues, domain):
    assert catalogues.misplaced(domain) == []


@domains
def test_renderings__never_name_the_software_underneath(catalogues, domain):
    assert catalogues.naming_the_software(domain) == []


@domains
def test_our_catalogue__has_nothing_that_nobody_asks_for(catalogues, domain):
    assert catalogues.unwanted(domain) == []


@domains
def test_our_catalogue__has_no_empty_double_or_fuzzy_entry(catalogues, domain):
    entries = list(catalogues.ours(domain))
    keys = [(entry.msgctxt, entry.msgid) for entry in entries]
    assert [entry.msgid for entry in entries if not catalogues.text_of(entry) or entry.fuzzy] == []
    assert len(keys) == len(set(keys))


@domains
def test_compiled_catalogue__says_what_the_source_says(catalogues, domain):
    def said(catalogue):
        return {(entry.msgctxt, entry.msgid): catalogues.text_of(entry) for entry in catalogue}

    compiled = polib.mofile(str(catalogues.OURS / f"{domain}.mo"))
    assert said(compiled) == said(catalogues.ours(domain)), "run dev/translations.py compile"


TERMS = {
    "Collection": "文件夹",
    "Comment": "批注",
    "Dashboard": "我的工作",
    "Document": "附件",
    "Inspect": "查看",
    "Promote": "检索与展示",
    "Task": "审核环节",
    "Unpublish": "撤下",
    "Wagtail admin": "管理后台",
    "Workflow": "审核流程",
}
REJECTED = ("工作流", "任务", "评论", "取消发布", "父页面", "子页面", "集合", "区域设置", "缩略名", "你")


@pytest.mark.parametrize(("english", "chinese"), TERMS.items())
def test_terms__are_ours(catalogues, english, chinese):
    assert catalogues.spoken("django")[None, english] == chinese


@domains
def test_terms__are_one_word_each(catalogues, domain):
    strays = {
        key[1]: text
        for key, text in catalogues.spoken(domain).items()
        if any(app.startswith("wagtail") for app in catalogues.wanted(domain)[key].apps)
        and any(word in text for word in REJECTED)
    }
    assert strays == {}
