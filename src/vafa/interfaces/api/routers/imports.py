"""Imports: a shop's own files, sent, checked, brought in, and taken back."""

import secrets
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Query, Router

from vafa.domain.imports.jobs import JobsSought
from vafa.interfaces.api.answers import REPLAYED_HEADER, shown
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.imports import (
    ImportAnswer,
    ImportPlanBody,
    ImportsAnswer,
    ImportsQuery,
    UndoPreviewAnswer,
    UploadAnswer,
    UploadQuery,
    import_shown,
    upload_shown,
)
from vafa.interfaces.web import sources
from vafa.journeys import manage_imports as journeys

PIECE_BYTES = 1 << 20

router = Router(tags=["imports"])


@writes(router, "/imports", right="imports.write", gives={201: UploadAnswer}, takes_file=True)
def upload_import(
    request: ApiRequest, idempotency_key: IdempotencyKey, query: Query[UploadQuery]
) -> HttpResponse:
    """Send a file: CSV or Excel of members, orders, order lines or opening balances.

    The body is the file itself, of 512 MiB at most, with Content-Type application/octet-stream.
    Nothing is brought in yet: the answer shows the first rows and what the columns look like.
    """
    folder = sources.imports_folder()
    uploaded = journeys.upload_import(
        principal=request.auth,
        claim=claim_of(request, idempotency_key),
        ids=sources.ids(),
        at=sources.now(),
        folder=folder,
        incoming=_put_down(request, folder),
        file_name=query.file_name,
        open_table=sources.open_table,
    )
    response = shown(UploadAnswer, upload_shown(uploaded), status=201)
    if uploaded.replayed:
        response[REPLAYED_HEADER] = "true"
    return response


@reads(router, "/imports", right="imports.write", gives=ImportsAnswer)
def list_imports(request: ApiRequest, query: Query[ImportsQuery]) -> HttpResponse:
    """List the club's imports, the newest first."""
    sought = JobsSought(before_id=int(query.before or 0), limit=query.limit)
    found = journeys.list_imports(principal=request.auth, sought=sought)
    last = str(found[-1].import_id) if len(found) == query.limit else ""
    return shown(ImportsAnswer, {"imports": list(map(import_shown, found)), "next_before": last})


@reads(router, "/imports/{import_id}", right="imports.write", gives=ImportAnswer, refuses=(404,))
def show_import(request: ApiRequest, import_id: GivenId) -> HttpResponse:
    """Show how far an import is, and what came of it."""
    found = journeys.show_import(principal=request.auth, import_id=import_id)
    return shown(ImportAnswer, import_shown(found))


@reads(
    router, "/imports/{import_id}/columns", right="imports.write", gives=UploadAnswer,
    refuses=(404,),
)  # fmt: skip
def look_into_import(request: ApiRequest, import_id: GivenId) -> HttpResponse:
    """Show the first rows of a file and what its columns look like, as when it was sent."""
    found = journeys.look_into_import(
        principal=request.auth,
        import_id=import_id,
        folder=sources.imports_folder(),
        open_table=sources.open_table,
    )
    return shown(UploadAnswer, upload_shown(found))


@writes(
    router, "/imports/{import_id}/check", right="imports.write", gives={202: ImportAnswer},
    refuses=(404,),
)  # fmt: skip
def check_import(
    request: ApiRequest, import_id: GivenId, idempotency_key: IdempotencyKey, body: ImportPlanBody
) -> HttpResponse:
    """Say what the file is, and have it tried: nothing is posted.

    Ask for the import until its state is `checked` (or `failed`, with why). Then it tells what
    would be posted, what is there already, and what is refused. Needs the right `purchases` too.
    """
    found = journeys.check_import(
        principal=request.auth, at=sources.now(), import_id=import_id, plan=body.as_record()
    )
    return shown(ImportAnswer, import_shown(found), status=202)


@writes(
    router, "/imports/{import_id}/start", right="imports.write", gives={202: ImportAnswer},
    refuses=(404,),
)  # fmt: skip
def start_import(
    request: ApiRequest, import_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Have a checked file brought in. It goes on by itself where it was broken off."""
    found = journeys.start_import(principal=request.auth, at=sources.now(), import_id=import_id)
    return shown(ImportAnswer, import_shown(found), status=202)


@writes(
    router, "/imports/{import_id}/stop", right="imports.write", gives={200: ImportAnswer},
    refuses=(404,),
)  # fmt: skip
def stop_import(
    request: ApiRequest, import_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Have a check or an import leave off: its state is `failed` then.

    What was posted stays; start it again to go on, or undo it.
    """
    found = journeys.stop_import(principal=request.auth, at=sources.now(), import_id=import_id)
    return shown(ImportAnswer, import_shown(found))


@reads(
    router, "/imports/{import_id}/refused", right="imports.write", gives="text/csv", refuses=(404,)
)
def download_refused_rows(request: ApiRequest, import_id: GivenId) -> FileResponse:
    """Give the rows that were refused, as they came, each with its reason in Persian."""
    path = journeys.refused_rows(
        principal=request.auth, import_id=import_id, folder=sources.imports_folder()
    )
    return FileResponse(
        path.open("rb"), as_attachment=True, filename="refused.csv", content_type="text/csv"
    )


@reads(
    router,
    "/imports/{import_id}/undo",
    right="sales.refund",
    gives=UndoPreviewAnswer,
    refuses=(404,),
)
def preview_undo_of_import(request: ApiRequest, import_id: GivenId) -> HttpResponse:
    """Show what undoing would take back, and which members would stay. Needs `approve` too."""
    found = journeys.preview_undo(principal=request.auth, import_id=import_id)
    return shown(UndoPreviewAnswer, found)


@writes(
    router, "/imports/{import_id}/undo", right="sales.refund", gives={202: ImportAnswer},
    refuses=(404,),
)  # fmt: skip
def undo_import(
    request: ApiRequest, import_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Have everything that the file brought taken back by reversing entries.

    Whoever did something since stays a member; what they spent of it is owed. Needs `approve` too.
    """
    found = journeys.undo_started_import(
        principal=request.auth, at=sources.now(), import_id=import_id
    )
    return shown(ImportAnswer, import_shown(found), status=202)


def _put_down(request: HttpRequest, folder: Path) -> Path:
    """Write the body to a file of its own, piece by piece."""
    incoming = folder / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    path = incoming / secrets.token_hex(16)
    with path.open("wb") as file:
        while piece := request.read(PIECE_BYTES):
            file.write(piece)
    return path
