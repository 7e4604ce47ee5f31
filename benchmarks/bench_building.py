"""A full build of 10,000 articles, and the same pages rendered one by one by Django (200 measured, the rest reckoned)."""

import os

import town

RENDERED = 200


def main() -> None:
    town.set_up()
    town.forget_the_portal()
    first, again = town.seconds_of(town.build_all), town.seconds_of(town.build_all)
    from zhengtong.portal.models import BuiltFile

    files = BuiltFile.objects.count()
    each = rendered_one_by_one()
    reckoned = each * town.ARTICLES
    rows = [
        ("full build, everything new", town.ARTICLES, files, first),
        ("full build again, nothing differs", town.ARTICLES, files, again),
        (
            f"Django's test client, {RENDERED} pages measured, articles alone",
            town.ARTICLES,
            town.ARTICLES,
            reckoned,
        ),
    ]
    town.table("Building the whole portal", ("how", "articles", "files", "seconds"), rows)
    town.ratio("Rendering page by page over the full build", reckoned / first)


def rendered_one_by_one() -> float:
    import peers  # noqa: F401  the same view that bench_serving asks
    from django.conf import settings
    from django.test import Client

    from zhengtong.publishing.models import Publication

    settings.ALLOWED_HOSTS = ["*"]
    paths = list(
        Publication.objects.filter(ended_at__isnull=True).values_list("path", flat=True)[: RENDERED + 5]
    )
    client = Client()
    for path in paths[:5]:
        assert client.get(path).status_code == 200
    return town.seconds_of(lambda: [client.get(path) for path in paths[5:]]) / (len(paths) - 5)


if __name__ == "__main__":
    os.environ.setdefault("ZT_LOG_LEVEL", "ERROR")
    main()
