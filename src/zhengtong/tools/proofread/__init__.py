"""Proofreading of a text in layers. A layer takes a text and gives findings: where, what, why, how sure, what to put instead.

Plain Python. The first layer is the formal one for personal data (clause 5.7: answers are made public without private data):
`personal_data(text)` finds, `masked(text, found)` makes the proposal; a person decides.
"""

from .findings import Confidence, Found, Kind, Layer, masked
from .personal import personal_data

__all__ = ["Confidence", "Found", "Kind", "Layer", "masked", "personal_data"]
