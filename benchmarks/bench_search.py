"""Finding words of two characters among 10,000 articles: our index, Wagtail's stock database backend, and LIKE.

What LIKE finds is the truth. Wagtail's stock backend indexes titles here (its default for pages), so it is measured by the titles.
"""

import town

WORDS = (
    "停水",
    "低保",
    "养老",
    "防火",
    "入学",
    "医保",
    "小区",
    "河道",
    "公路",
    "招聘",
    "食品",
    "燃气",
    "补贴",
    "垃圾",
    "耕地",
    "柳荫",
)
STOCK = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": True}}


def main() -> None:
    town.set_up()
    compare("SQLite")


def compare(database: str) -> None:
    from django.db.models import Q

    from zhengtong.portal.models import SearchDocument
    from zhengtong.portal.search import Narrowing, find
    from zhengtong.tools.search import parse

    def ours(word: str) -> set[int]:
        found, page = find(parse(word), Narrowing()), 1
        keys = {one.article_id for one in found.documents}
        while page < 50 and len(keys) < found.total:
            page += 1
            keys |= {one.article_id for one in find(parse(word), Narrowing(), page).documents}
        return keys

    def like(word: str) -> set[int]:
        wanted = Q(title__icontains=word) | Q(text__icontains=word)
        return set(SearchDocument.objects.filter(wanted).values_list("article_id", flat=True))

    rows = [
        ("zhengtong", *measured(WORDS, lambda w: find(parse(w), Narrowing()), ours, like)),
        ("LIKE over title and text", *measured(WORDS, like_page, like, like)),
        ("Wagtail stock, titles", *stock(WORDS)),
    ]
    town.table(
        f"{len(WORDS)} words of two characters, {town.ARTICLES:,} articles, {database}",
        ("engine", "found of what there is", "wrong", "first page: median ms", "95 % ms"), rows,
    )  # fmt: skip
    town.ratio("LIKE over ours, median of the first page with its count", rows[1][3] / rows[0][3])


def like_page(word: str) -> object:
    """What a page of results needs: the count, and the newest twenty."""
    from django.db.models import Q

    from zhengtong.portal.models import SearchDocument

    found = SearchDocument.objects.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return found.count(), list(found.order_by("-published_at")[:20])


def measured(words, first_page, everything, truth) -> tuple[str, int, float, float]:  # type: ignore[no-untyped-def]
    """A result is cut off after fifty pages, so recall counts at most as many as can be shown."""
    wanted = got = wrong = 0
    for word in words:
        there, found = truth(word), everything(word)
        wanted += min(len(there), 1000)
        got += min(len(found & there), 1000)
        wrong += len(found - there)
    samples = [town.seconds_of(lambda word=word: first_page(word)) for word in words for _ in range(3)]
    return f"{100 * got / wanted:.0f} %", wrong, *town.milliseconds(samples)


def stock(words) -> tuple[str, int, float, float]:  # type: ignore[no-untyped-def]
    from django.test import override_settings
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    from zhengtong.publishing.models import Article

    with override_settings(WAGTAILSEARCH_BACKENDS=STOCK):
        backend = get_search_backend()
        fill(backend)

        def first_page(word: str) -> object:
            found = backend.search(word, Article)
            return found.count(), list(found[:20])

        def titles(word: str) -> set[int]:
            return set(Page.objects.type(Article).filter(title__icontains=word).values_list("pk", flat=True))

        return measured(
            words, first_page, lambda w: {one.pk for one in backend.search(w, Article)[:1000]}, titles
        )


def fill(backend) -> None:  # type: ignore[no-untyped-def]
    """Put every article into Wagtail's index, as `wagtail_update_index` does."""
    from zhengtong.publishing.models import Article

    index = backend.get_index_for_model(Article)
    articles = list(Article.objects.filter(live=True).specific())
    for start in range(0, len(articles), 1000):
        index.add_items(Article, articles[start : start + 1000])


if __name__ == "__main__":
    main()  # on PostgreSQL: bench_publishing, which prepares a database there
