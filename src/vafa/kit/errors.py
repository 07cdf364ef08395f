"""The tree of errors that Vafa raises on purpose.

    VafaError
    ├── Refused      422  the request was understood and cannot be done as asked
    ├── NotFound     404  no such thing for this caller
    └── Unavailable  503  not now; the same request may be sent again

Concrete errors are declared beside the function that raises them. A business decline (not
enough credit) is a value that the ledger stores, not an error. Only ``interfaces/web`` knows
status codes and the Persian wording.
"""

import inspect
import re
from typing import ClassVar

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class VafaError(Exception):
    """Something went wrong in Vafa.

    A subclass says its message in its docstring. Its ``code`` is stable API: the class name in
    snake case unless the class names another. ``details`` carries facts that help the caller;
    personal data never goes in.
    """

    code: ClassVar[str] = "vafa_error"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "code" not in cls.__dict__:
            cls.code = _WORD_START.sub("_", cls.__name__).lower()

    def __init__(self, **details: object) -> None:
        super().__init__()
        self.details = details

    def __str__(self) -> str:
        """Give the first paragraph of the docstring on one line."""
        paragraph = (inspect.getdoc(type(self)) or "").partition("\n\n")[0]
        return " ".join(paragraph.split())


class Refused(VafaError):
    """The request cannot be done as asked."""


class NotFound(VafaError):
    """There is no such thing."""


class Unavailable(VafaError):
    """Not available now; try again."""
