"""Accounting: what the club owes its members by month, its journal, and closed months."""

from dataclasses import dataclass

from django.http import HttpResponse
from ninja import Query, Router

from vafa.domain.accounting.journal import JournalLine, csv_text
from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.problems import language_of
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.accounting import (
    AccountCodesAnswer,
    AccountCodesBody,
    JournalAnswer,
    JournalQuery,
    LiabilityAnswer,
    MonthBody,
    MonthDoneAnswer,
    MonthsQuery,
    ReopeningAnswer,
    ReopeningApproval,
    TermsAnswer,
    TermsBody,
    TermsSetAnswer,
)
from vafa.interfaces.web import sources
from vafa.journeys import close_month as closing
from vafa.journeys import export_journal as exporting
from vafa.journeys import show_liability as showing

router = Router(tags=["accounting"])


@dataclass(frozen=True, slots=True)
class _Codes:
    codes: object
    replayed: bool


@reads(router, "/accounting/liability", right="reports.read", gives=LiabilityAnswer)
def show_liability(request: ApiRequest, query: Query[MonthsQuery]) -> HttpResponse:
    """Show the liability of each unit by Jalali month, as IFRS 15 measures it.

    Months that are closed never change; what comes later for their days is booked in the first
    open month, under `late`. The open months are computed as of now.
    """
    months = showing.show_liability(
        principal=request.auth, at=sources.now(), first=query.first, last=query.last
    )
    return shown(LiabilityAnswer, {"months": months})


@reads(router, "/accounting/journal", right="reports.read", gives=JournalAnswer)
def export_journal(request: ApiRequest, query: Query[JournalQuery]) -> HttpResponse:
    """Export the journal for accounting software; debits and credits are the same each day."""
    return shown(JournalAnswer, {"lines": _journal(request, query)})


@reads(router, "/accounting/journal.csv", right="reports.read", gives="text/csv")
def export_journal_csv(request: ApiRequest, query: Query[JournalQuery]) -> HttpResponse:
    """Export the journal as CSV that spreadsheets open, in the language that is asked for."""
    text = csv_text(journal=_journal(request, query), language=language_of(request))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return response


@reads(router, "/accounting/terms", right="reports.read", gives=TermsAnswer)
def show_unit_terms(request: ApiRequest) -> HttpResponse:
    """Show what each unit is worth and how much of it is expected to be used, and why."""
    units = showing.show_terms(principal=request.auth, at=sources.now())
    return shown(TermsAnswer, {"units": units})


@writes(
    router,
    "/accounting/terms",
    right="accounting.close",
    gives={200: TermsSetAnswer},
    refuses=(404,),
)
def set_unit_terms(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: TermsBody
) -> HttpResponse:
    """Set what a unit is worth and how much of it will be used, from an open month on."""
    done = closing.set_terms(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        at=sources.now(),
        terms=body.as_record(),
    )
    return written(TermsSetAnswer, done)


@writes(router, "/accounting/accounts", right="accounting.close", gives={200: AccountCodesAnswer})
def set_account_codes(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: AccountCodesBody
) -> HttpResponse:
    """Let the journal carry the club's own account codes."""
    codes, replayed = exporting.set_account_codes(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        at=sources.now(),
        codes={str(account): code for account, code in body.codes.items()},
    )
    return written(AccountCodesAnswer, _Codes(codes, replayed))


@writes(router, "/accounting/closings", right="accounting.close", gives={201: MonthDoneAnswer})
def close_month(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: MonthBody
) -> HttpResponse:
    """Close the first open month, an hour after it is over at the earliest."""
    done = closing.close_month(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        at=sources.now(),
        month=body.month,
    )
    return written(MonthDoneAnswer, done, status=201)


@writes(router, "/accounting/reopenings", right="accounting.close", gives={202: ReopeningAnswer})
def ask_reopening(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: MonthBody
) -> HttpResponse:
    """Ask a second person to open the month again that was closed last."""
    asked = closing.ask_reopening(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        at=sources.now(),
        ids=sources.ids(),
        month=body.month,
    )
    return written(ReopeningAnswer, asked, status=202)


@writes(
    router,
    "/accounting/reopenings/{approval_id}/approve",
    right="accounting.close",
    gives={200: MonthDoneAnswer},
    refuses=(404,),
)
def approve_reopening(
    request: ApiRequest,
    approval_id: GivenId,
    idempotency_key: IdempotencyKey,
    body: ReopeningApproval,
) -> HttpResponse:
    """Approve a reopening as a second person with a key of one's own."""
    done = closing.approve_reopening(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        at=sources.now(),
        approval_id=approval_id,
        payload_hash=body.payload_hash,
    )
    return written(MonthDoneAnswer, done)


def _journal(request: ApiRequest, query: JournalQuery) -> tuple[JournalLine, ...]:
    return exporting.export_journal(
        principal=request.auth,
        at=sources.now(),
        first=query.first,
        last=query.last,
        step=query.step,
        language=language_of(request),
    )
