"""Programme versions as they are asked and answered."""

from typing import Any, Literal

from pydantic import ConfigDict, Field, JsonValue

from vafa.interfaces.api.fields import Answer, Body, GivenMoment, NumberInAddress, ShownMoment


class DocumentBody(Body):
    """A programme document. GET /v1/programme/schema gives its JSON Schema."""

    document: dict[str, JsonValue] = Field(max_length=50)


class PublishBody(Body):
    """From when the version is in force; default: at once."""

    starts_at: GivenMoment | None = None


class DiffQuery(Body):
    """The version to compare with."""

    against: NumberInAddress


class VersionAnswer(Answer):
    """A programme version without its document."""

    number: int
    state: Literal["draft", "published"]
    code: str
    starts_at: ShownMoment | None
    created_at: ShownMoment
    published_at: ShownMoment | None


class VersionsAnswer(Answer):
    """All versions of the club's programme."""

    versions: tuple[VersionAnswer, ...]


class ProblemFound(Answer):
    """What is wrong at a place (a JSON pointer) and what to do; a note stops nothing."""

    place: str
    code: str
    level: Literal["error", "note"]
    message_fa: str
    message_en: str
    remedy_fa: str
    remedy_en: str


class SavedAnswer(Answer):
    """The version and what stands against publishing it."""

    version: VersionAnswer
    problems: tuple[ProblemFound, ...]


class CheckedAnswer(Answer):
    """What stands against publishing a document; empty when nothing does."""

    problems: tuple[ProblemFound, ...]


class DocumentAnswer(Answer):
    """A version with its document, as import takes it."""

    number: int
    document: dict[str, Any]


class DifferenceShown(Answer):
    """One place at which two versions differ, in words and as values."""

    place: str
    kind: Literal["added", "removed", "changed", "moved"]
    fa: str
    en: str
    before: JsonValue
    after: JsonValue


class DiffAnswer(Answer):
    """Every difference, in the document's order."""

    before: int
    after: int
    differences: tuple[DifferenceShown, ...]


class SchemaAnswer(Answer):
    """A JSON Schema (2020-12)."""

    model_config = ConfigDict(extra="allow")
