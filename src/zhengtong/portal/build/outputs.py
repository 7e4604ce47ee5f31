"""What a build makes: an address, its bytes, and what it was made from."""

from typing import NamedTuple


class Output(NamedTuple):
    """`path`: root-relative, of a file ("/zwgk/index.html"). `source`: what it belongs to, by which it is found again."""

    path: str
    content: bytes
    source: str


def page(address: str, text: str, source: str) -> Output:
    return Output(file_of(address), text.encode(), source)


def file_of(address: str) -> str:
    """The file behind an address: a folder's is its index.html."""
    return f"{address}index.html" if address.endswith("/") else address


def item_source(article: int) -> str:
    return f"item:{article}"


def column_source(code: str) -> str:
    return f"column:{code}"


SITE_SOURCE = "site"
