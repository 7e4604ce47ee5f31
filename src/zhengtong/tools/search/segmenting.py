"""Text to tokens. A token is one Chinese character, or one run of letters or of digits, in lower case and half width."""

import re
import unicodedata
from collections.abc import Iterator

import rjieba

# One character of a script that is written without spaces: ideographs with their extensions, kana.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff"
TOKEN = re.compile(f"[{HAN}]|[0-9]+|[^\\W\\d_{HAN}]+")
# 北碚府办发〔2023〕2号, whatever the brackets: the letters before it, the year, the number.
DOCUMENT_NUMBER = re.compile(
    f"([{HAN}]{{0,14}})\\s*[〔\\[(（【［﹝]\\s*(\\d{{4}})\\s*[〕\\])）】］﹞]\\s*第?\\s*(\\d{{1,5}})\\s*号"
)
LONGEST_TOKEN = 64


def normal(text: str) -> str:
    """Half width, lower case, one form for each letter; full-width brackets become plain ones."""
    return unicodedata.normalize("NFKC", text).lower()


def characters(text: str) -> list[str]:
    """The tokens of a text, in order."""
    return [token[:LONGEST_TOKEN] for token in TOKEN.findall(normal(text))]


def words(text: str) -> list[str]:
    """Words by the dictionary, with the shorter words inside longer ones (养老服务 gives 养老, 服务 and 养老服务)."""
    return [token for word in rjieba.cut_for_search(normal(text)) for token in _tokens_of(word)]


def _tokens_of(word: str) -> Iterator[str]:
    """A word of the dictionary as it is; anything else by tokens, without punctuation."""
    if re.fullmatch(f"[{HAN}]+", word):
        yield word
    else:
        yield from characters(word)


def numbers_as_words(text: str) -> list[str]:
    """Each document number as one word, once for each beginning by which people may ask for it.

    北碚府办发〔2023〕2号 gives 2023-2, 发2023-2, 办发2023-2 … 北碚府办发2023-2.
    """
    found = []
    for before, year, number in DOCUMENT_NUMBER.findall(normal(text)):
        found += [f"{before[start:]}{year}-{int(number)}" for start in range(len(before) + 1)]
    return found
