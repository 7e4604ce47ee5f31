"""Query codes: what a citizen gets at once, and with which nobody else can ask.

A code is made from the form's nonce and from what was written, so that a second click on the same form gives the same code, and
another text another one. The platform keeps only its keyed digest.
"""

import re
import unicodedata

from zhengtong.interaction.gate import keyed

# Without I, L, O and U, which are taken for others when they are read aloud or copied by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("ILOU", "110V")
LENGTH, GROUP = 12, 4


def code_for(nonce: str, digest: str) -> str:
    """The code of this text on this form: XXXX-XXXX-XXXX, 60 bits."""
    number = int(keyed("code", f"{nonce}\n{digest}")[:32], 16)
    letters = "".join(ALPHABET[number >> (5 * place) & 31] for place in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def mark_of(code: str) -> str:
    """The digest under which a message is found by its code, however the code was typed; empty for what is no code."""
    plain = re.sub(r"[\s\-—–_]", "", unicodedata.normalize("NFKC", code[:60])).upper().translate(LOOKALIKES)
    if len(plain) != LENGTH or set(plain) - set(ALPHABET):
        return ""
    return keyed("mark", plain)
