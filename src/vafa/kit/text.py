"""Text as it is stored, searched and sorted.

``clean`` is the stored form, ``search_key`` finds what looks alike, ``sort_key`` orders as a
Persian reader expects under any collation that compares code points (the database has no ICU).
Every function is idempotent on its own result, except ``sort_key``.
"""

import re
import unicodedata

ZWNJ = "\u200c"

_TATWEEL = "\u0640"
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", _TATWEEL: None})
_KEY_LETTERS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", _TATWEEL: None, "ة": "ه", "\u06d5": "ه", "ٱ": "ا"}
)
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_SPACES = re.compile(r"\s+")
_ZWNJS = re.compile(f"{ZWNJ}+")

# The alphabet as one run of code points, in its own order. A letter that is not in it (Kurdish,
# Urdu) keeps its place in Unicode, which is after these.
_ALPHABET = "\ue000اءبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_ORDER = str.maketrans({letter: 0x0620 + i for i, letter in enumerate(_ALPHABET)})


def ascii_digits(text: str) -> str:
    """Write the decimal digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(
        char if (digit := unicodedata.decimal(char, None)) is None else str(digit) for char in text
    )


def clean(text: str) -> str:
    """Give the form in which one line of text is stored.

    NFC; Arabic yeh, alef maksura and kaf become Persian; tatweel and invisible characters go;
    every run of white space is one space, none at the ends; a ZWNJ stays between letters only.
    Digits stay as typed.
    """
    text = unicodedata.normalize("NFC", text).translate(_LETTERS)
    text = _SPACES.sub(" ", text)
    text = "".join(char for char in text if char == ZWNJ or not _is_invisible(char))
    text = _ZWNJS.sub(_zwnj_between_letters, text)
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip())


def search_key(text: str) -> str:
    """Give the form under which text is searched and compared.

    Without spaces, ZWNJ and marks; alef, heh, waw and yeh in their plain forms; ASCII digits;
    one case.
    """
    return "".join(_folded(clean(text)).split()).replace(ZWNJ, "")


def search_words(text: str) -> tuple[str, ...]:
    """Give the words of a text, each as it is searched and compared."""
    return tuple(filter(None, map(search_key, clean(text).split())))


def sort_key(text: str) -> str:
    """Give a key that sorts by code point in the order of the Persian alphabet.

    Words decide first (a space sorts before letters), then letters; digits, then Latin, come
    before Persian. Texts that differ in marks, ZWNJ or case only have equal keys.
    """
    return _folded(clean(text).replace("آ", "\ue000")).replace(ZWNJ, "").translate(_ORDER)


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(char for char in text if not unicodedata.category(char).startswith("M"))
    return ascii_digits(bare.translate(_KEY_LETTERS))


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in _INVISIBLE


def _zwnj_between_letters(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return ZWNJ if _joins(before) and after.isalpha() else ""


def _joins(char: str) -> bool:
    return char.isalpha() or (bool(char) and unicodedata.combining(char) > 0)
