"""Imports as they are asked and answered: files of members, orders, lines, balances."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StrictBool

from vafa.domain.imports import reasons
from vafa.domain.imports.jobs import JobCard
from vafa.domain.imports.records import FieldName, Kind
from vafa.interfaces.api.fields import Answer, Body, Code, NumberInAddress, ShownId, ShownMoment
from vafa.interfaces.api.schemas.shared import Why
from vafa.interfaces.web.persian_words import PERSIAN
from vafa.journeys.import_file import ImportPlan
from vafa.journeys.manage_imports import Uploaded

OwnName = Annotated[str, Field(pattern=r"^own:[a-z0-9][a-z0-9_.-]{0,59}$")]
Header = Annotated[str, Field(min_length=1, max_length=200)]
ColumnName = Annotated[str, Field(max_length=200)]
State = Literal[
    "uploaded", "checking", "checked", "importing", "imported", "undoing", "undone", "failed"
]


class UploadQuery(Body):
    """The file's name: its ending says whether it is Excel (xlsx, xls, ods) or text."""

    file_name: Annotated[str, Field(min_length=1, max_length=200)] = "file.csv"


class ImportsQuery(Body):
    """Which page of the list: the imports before one, the newest first."""

    before: str = Field("", max_length=19, pattern=r"^([1-9][0-9]{0,17})?$")
    limit: NumberInAddress = Field(50, ge=1, le=200)


class ImportPlanBody(Body):
    """What a file is, and how it is to be brought in."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "orders", "unit": "toman", "source": "old-till"}]}
    )

    kind: Kind
    unit: Literal["rial", "toman"] = Field(description="Of every amount in the file.")
    source: Code = Field("import", description="Whose document numbers these are.")
    columns: Annotated[dict[FieldName | OwnName, ColumnName], Field(max_length=40)] = Field(
        default={},
        description=(
            "Columns named by hand: by their header, or their number from 1; empty for none."
            " A field of the club's own is own: and its code."
        ),
    )
    groups: Annotated[dict[Header, Code], Field(max_length=1000)] = Field(
        default={}, description="Which group of the catalogue a name in the file means."
    )
    add_groups: StrictBool = Field(default=False, description="Add unknown groups to it.")
    give_value: StrictBool = Field(
        default=False, description="Give points and credit too; otherwise tiers only."
    )
    is_sure: StrictBool = Field(default=False, description="Take amounts that look wrong.")

    def as_record(self) -> ImportPlan:
        """Give the plan as the journey takes it."""
        return ImportPlan(
            kind=self.kind,
            unit=self.unit,
            source=self.source,
            file_name="",
            columns=dict(self.columns),
            groups=dict(self.groups),
            gives_value=self.give_value,
            adds_groups=self.add_groups,
            is_sure=self.is_sure,
        )


class ProgressShown(Answer):
    """How far it is: rows and bytes read, then members and orders posted."""

    rows: int = 0
    bytes_read: int = 0
    members: int = 0
    orders: int = 0


class RefusedShown(Answer):
    """Rows that were refused for one reason."""

    reason_code: str
    rows: int
    reason: Why


class RowShown(Answer):
    """A row as it was understood; amounts in Rial."""

    mobile: str
    first_name: str
    last_name: str
    document: str
    day: int = Field(description="Days since 1970-01-01.")
    amount_rials: int
    group: str
    product: str


class FoundShown(Answer):
    """What became of the rows, or after a check: what would. `orders` counts balances too."""

    rows: int
    accepted: int
    amount_rials: int
    members: int
    orders: int
    posted_before: int
    refused: tuple[RefusedShown, ...]
    unknown_groups: dict[str, int]
    is_unit_suspected: bool = Field(description="The amounts are far from the shop's sales.")
    columns: dict[str, str] = Field(description="Which header was taken for which field.")
    twice: tuple[str, ...] = Field(description="Headers that several columns have.")
    preview: tuple[RowShown, ...]


class UndoneShown(Answer):
    """What came back. Who did something since stays a member; what they spent is owed."""

    members: int
    sales: int
    unregistered: int
    stay: tuple[ShownId, ...]


class ProblemShown(Answer):
    """Why what was asked last could not be done."""

    code: str
    message: Why


class ImportAnswer(Answer):
    """A file, what is asked of it, and what came of it."""

    import_id: ShownId
    file_name: str
    size_bytes: int
    state: State
    progress: ProgressShown
    found: FoundShown | None
    undone: UndoneShown | None
    problem: ProblemShown | None
    created_at: ShownMoment
    changed_at: ShownMoment


class ImportsAnswer(Answer):
    """A page of the club's imports; an empty `next_before` means that there is no more."""

    imports: tuple[ImportAnswer, ...]
    next_before: str


class GuessShown(Answer):
    """What the columns would be, if the file were of this kind: numbers from 1."""

    kind: Kind
    columns: dict[str, int]
    missing: tuple[str, ...]


class UploadAnswer(Answer):
    """A file that was taken, its first rows as they stand in it, and what they look like."""

    uploaded: ImportAnswer
    first_rows: tuple[tuple[str, ...], ...]
    guesses: tuple[GuessShown, ...]
    replayed: Annotated[bool, Field(exclude=True)] = False


class UndoPreviewAnswer(Answer):
    """What undoing would take back, and who would stay a member."""

    members: int
    sales: int
    stay: tuple[ShownId, ...]


def upload_shown(uploaded: Uploaded) -> dict[str, Any]:
    """Give what `UploadAnswer` shows."""
    return {
        "uploaded": import_shown(uploaded.card),
        "first_rows": uploaded.first_rows,
        "guesses": uploaded.guesses,
    }


def import_shown(card: JobCard) -> dict[str, Any]:
    """Give what `ImportAnswer` shows."""
    return {
        "import_id": card.import_id, "file_name": card.file_name, "size_bytes": card.size_bytes,
        "state": card.state, "progress": card.progress, "found": _found(card.result),
        "undone": card.result.get("undone"), "problem": _problem(card.problem),
        "created_at": card.created_at, "changed_at": card.changed_at,
    }  # fmt: skip


def _found(result: Mapping[str, Any]) -> dict[str, Any] | None:
    if "rows" not in result:
        return None
    refused = [
        {
            "reason_code": code, "rows": rows,
            "reason": {"fa": reasons.PERSIAN[code], "en": reasons.ENGLISH[code]},
        }
        for code, rows in result["refused"].items()
    ]  # fmt: skip
    preview = [{**row, "amount_rials": row["amount"]} for row in result["preview"]]
    return {**result, "refused": refused, "preview": preview}


def _problem(problem: Mapping[str, Any]) -> dict[str, Any] | None:
    if not problem:
        return None
    code = problem["code"]
    words = {"fa": PERSIAN.get(code, PERSIAN["vafa_error"]), "en": problem["message"]}
    return {"code": code, "message": words}
