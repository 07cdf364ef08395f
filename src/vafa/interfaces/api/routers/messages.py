"""What was sent to phones: what became of it, and sending again what did not arrive."""

from django.http import HttpResponse
from ninja import Query, Router

from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey
from vafa.interfaces.api.schemas.messages import (
    MessageAnswer,
    MessagesAnswer,
    MessagesQuery,
    message_told,
)
from vafa.interfaces.web import sources
from vafa.journeys import resend_message as journeys

router = Router(tags=["messages"])


@reads(router, "/messages", right="members.read", gives=MessagesAnswer)
def list_sent_messages(request: ApiRequest, query: Query[MessagesQuery]) -> HttpResponse:
    """List what was sent in the last thirty days, newest first; texts are never shown."""
    found = journeys.list_sent_messages(
        principal=request.auth, vault=sources.vault(), sought=query.as_record()
    )
    last = str(found[-1].message.message_id) if len(found) == query.limit else ""
    told = {"messages": [message_told(one) for one in found], "next_before": last}
    return shown(MessagesAnswer, told)


@writes(
    router, "/messages/{message_id}/resend", right="members.write", gives={200: MessageAnswer},
    refuses=(404,),
)  # fmt: skip
def resend_message(
    request: ApiRequest, message_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Send a message that did not arrive to the same number again; it happens once."""
    _ = idempotency_key  # a message is sent again once, so nothing is stored under it
    done = journeys.resend_message(
        principal=request.auth, ids=sources.ids(), vault=sources.vault(), at=sources.now(),
        message_id=message_id,
    )  # fmt: skip
    return shown(MessageAnswer, message_told(done))
