"""Finding Chinese text: how it is cut for an index, how a question is read, how a result is shown.

Plain Python. Single characters are indexed and a word is asked for as a phrase of them, so that words of two characters are found
and the dictionary can change without indexing anew; words are cut only where an index needs words (PostgreSQL).
"""

from zhengtong.tools.search.marking import excerpt, marked
from zhengtong.tools.search.query import Query, parse
from zhengtong.tools.search.segmenting import characters, normal, numbers_as_words, words

__all__ = ["Query", "characters", "excerpt", "marked", "normal", "numbers_as_words", "parse", "words"]
