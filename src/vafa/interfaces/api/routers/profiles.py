"""The member's own data: profile, consents, leaving, a copy of everything, and erasure."""

from django.http import HttpResponse
from ninja import Query, Router

from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.happened import (
    HappenedAnswer,
    HappenedQuery,
    happened_shown,
)
from vafa.interfaces.api.schemas.profiles import (
    ConsentBody,
    ConsentsAnswer,
    ErasureAnswer,
    ErasureBody,
    ErasurePreviewAnswer,
    ErasureWishAnswer,
    ErasureWishBody,
    ErasureWishesAnswer,
    ErasureWithdrawnAnswer,
    FieldsAnswer,
    FieldsBody,
    LeaveBody,
    LeavingAnswer,
    MemberWithProfile,
    OptOutAnswer,
    OptOutBody,
    ProfileBody,
    ProfileChanged,
    WithdrawalBody,
)
from vafa.interfaces.web import exports, sources
from vafa.journeys import ask_erasure as asking
from vafa.journeys import change_photo as photographing
from vafa.journeys import edit_profile as profiles
from vafa.journeys import erase_member as erasing
from vafa.journeys import leave_club as leaving
from vafa.journeys import stop_messages as stopping
from vafa.journeys.export_member import export_member as export_member_journey
from vafa.journeys.show_customer import list_happenings as list_happenings_journey
from vafa.kit.pictures import MOST_BYTES, UnfitPicture

router = Router(tags=["members"])


@reads(
    router, "/members/{member_id}", right="members.read", gives=MemberWithProfile, refuses=(404,)
)
def show_member(request: ApiRequest, member_id: GivenId) -> HttpResponse:
    """Show a member with the profile: in full with `members.write`, masked without it."""
    found = profiles.show_member(
        principal=request.auth, vault=sources.vault(), member_id=member_id
    )
    return shown(MemberWithProfile, MemberWithProfile.of(found))


@writes(
    router, "/members/{member_id}", method="PATCH", right="members.write",
    gives={200: ProfileChanged}, refuses=(404,),
)  # fmt: skip
def edit_profile(
    request: ApiRequest, member_id: GivenId, idempotency_key: IdempotencyKey, body: ProfileBody
) -> HttpResponse:
    """Change fields of a profile; who changed what is kept, sealed."""
    edited = profiles.edit_profile(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        member_id=member_id,
        changes=body.as_changes(),
    )
    return written(ProfileChanged, edited)


@reads(
    router, "/members/{member_id}/timeline", right="members.read", gives=HappenedAnswer,
    refuses=(404,),
)  # fmt: skip
def list_happenings(
    request: ApiRequest, member_id: GivenId, query: Query[HappenedQuery]
) -> HttpResponse:
    """List what happened with a member: purchases, entries of the book, messages, changes.

    Purchases only with the right `sales.read`.
    """
    found = list_happenings_journey(
        principal=request.auth, vault=sources.vault(), at=sources.now(), member_id=member_id,
        kind=query.kind,
    )  # fmt: skip
    return shown(HappenedAnswer, {"happened": list(map(happened_shown, found))})


@reads(router, "/club/member-fields", right="members.read", gives=FieldsAnswer)
def show_member_fields(request: ApiRequest) -> HttpResponse:
    """Show the fields that the club defined for its members."""
    return shown(FieldsAnswer, profiles.show_fields(principal=request.auth))


@writes(
    router, "/club/member-fields", method="PUT", right="settings.write", gives={200: FieldsAnswer}
)
def set_member_fields(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: FieldsBody
) -> HttpResponse:
    """Define the club's own fields anew; a field keeps its kind."""
    fields = profiles.set_fields(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        at=sources.now(),
        definitions=body.as_records(),
    )
    return written(FieldsAnswer, fields)


@reads(
    router,
    "/members/{member_id}/consents",
    right="members.read",
    gives=ConsentsAnswer,
    refuses=(404,),
)
def show_consents(request: ApiRequest, member_id: GivenId) -> HttpResponse:
    """Show what a member agreed to, where and when, and what is withdrawn."""
    found = profiles.show_consents(
        principal=request.auth, vault=sources.vault(), member_id=member_id
    )
    return shown(ConsentsAnswer, found)


@writes(
    router, "/members/{member_id}/consents", right="members.write", gives={200: ConsentsAnswer},
    refuses=(404,),
)  # fmt: skip
def give_consent(
    request: ApiRequest, member_id: GivenId, idempotency_key: IdempotencyKey, body: ConsentBody
) -> HttpResponse:
    """Note that a member agrees to a purpose."""
    after = profiles.give_consent(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        member_id=member_id,
        agreement=body.as_record(),
    )
    return written(ConsentsAnswer, after)


@writes(
    router, "/members/{member_id}/consents/withdraw", right="members.write",
    gives={200: ConsentsAnswer}, refuses=(404,),
)  # fmt: skip
def withdraw_consent(
    request: ApiRequest, member_id: GivenId, idempotency_key: IdempotencyKey, body: WithdrawalBody
) -> HttpResponse:
    """Note that a member withdraws a consent."""
    after = profiles.withdraw_consent(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        member_id=member_id,
        purpose=body.purpose,
        source=body.source,
    )
    return written(ConsentsAnswer, after)


@reads(
    router,
    "/members/{member_id}/leave",
    right="members.write",
    gives=LeavingAnswer,
    refuses=(404,),
)
def preview_leaving(request: ApiRequest, member_id: GivenId) -> HttpResponse:
    """Show what would end if the member left now; paying it out is an act of the staff."""
    leaver = leaving.preview_leaving(
        principal=request.auth, vault=sources.vault(), at=sources.now(), member_id=member_id
    )
    return shown(LeavingAnswer, leaver)


@writes(
    router, "/members/{member_id}/leave", right="members.write", gives={200: LeavingAnswer},
    refuses=(404,),
)  # fmt: skip
def leave_club(
    request: ApiRequest, member_id: GivenId, idempotency_key: IdempotencyKey, body: LeaveBody
) -> HttpResponse:
    """Let a member leave; joining again within thirty days continues the same membership."""
    left = leaving.leave_club(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        member_id=member_id,
        source=body.source,
    )
    return written(LeavingAnswer, left)


@reads(
    router, "/members/{member_id}/export", right="export", gives=exports.MEDIA_TYPE,
    refuses=(404,),
)  # fmt: skip
def export_member(request: ApiRequest, member_id: GivenId) -> HttpResponse:
    """Give everything that is stored of a member as a ZIP: JSON, CSV and a page in Persian.

    The export itself is noted among what was done with the member's data.
    """
    export = export_member_journey(
        principal=request.auth,
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        member_id=member_id,
    )
    response = HttpResponse(exports.zipped(export), content_type=exports.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="member-{member_id}.zip"'
    return response


@reads(
    router, "/members/{member_id}/photo", right="members.read", gives="image/jpeg",
    refuses=(404,),
)  # fmt: skip
def show_photo(request: ApiRequest, member_id: GivenId) -> HttpResponse:
    """Give a member's photo, a square JPEG."""
    image = photographing.show_photo(
        principal=request.auth, vault=sources.vault(), member_id=member_id
    )
    return HttpResponse(image, content_type="image/jpeg")


@writes(
    router, "/members/{member_id}/photo", method="PUT", right="members.write", gives={204: None},
    refuses=(404,), takes_file=True,
)  # fmt: skip
def change_photo(
    request: ApiRequest, member_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Keep the middle of a picture (JPEG, PNG, WebP) of 5 MB at most as a member's photo.

    The body is the file itself, with Content-Type application/octet-stream.
    """
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    image = request.read(MOST_BYTES + 1)
    if not image:
        raise UnfitPicture
    return _photo(request, member_id, image)


@writes(
    router, "/members/{member_id}/photo", method="DELETE", right="members.write",
    gives={204: None}, refuses=(404,),
)  # fmt: skip
def remove_photo(
    request: ApiRequest, member_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Take a member's photo away; again changes nothing."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    return _photo(request, member_id, b"")


@reads(
    router, "/members/{member_id}/erase", right="members.erase", gives=ErasurePreviewAnswer,
    refuses=(404,),
)  # fmt: skip
def preview_erasure(request: ApiRequest, member_id: GivenId) -> HttpResponse:
    """Show what erasing the member would end, what is kept by law, and until when."""
    preview = erasing.preview_erasure(
        principal=request.auth, vault=sources.vault(), at=sources.now(), member_id=member_id
    )
    return shown(ErasurePreviewAnswer, preview)


@writes(
    router, "/members/{member_id}/erase", right="members.erase", gives={200: ErasureAnswer},
    refuses=(404,),
)  # fmt: skip
def erase_member(
    request: ApiRequest, member_id: GivenId, idempotency_key: IdempotencyKey, body: ErasureBody
) -> HttpResponse:
    """Erase a person for good: everything known of them goes, the book keeps a pseudonym."""
    erased = erasing.erase_member(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        member_id=member_id,
        basis=body.basis,
        preview_hash=body.preview_hash,
    )
    return written(ErasureAnswer, erased)


@writes(
    router, "/members/{member_id}/erasure-wish", right="members.write",
    gives={201: ErasureWishAnswer}, refuses=(404,),
)  # fmt: skip
def ask_erasure(
    request: ApiRequest, member_id: GivenId, idempotency_key: IdempotencyKey, body: ErasureWishBody
) -> HttpResponse:
    """Keep that a member asks to be erased: it is done after seven days, unless taken back."""
    wish = asking.ask_erasure(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        at=sources.now(),
        member_id=member_id,
        proof_id=body.proof_id or 0,
    )
    return shown(ErasureWishAnswer, wish, status=201)


@writes(
    router, "/members/{member_id}/erasure-wish", method="DELETE", right="members.write",
    gives={200: ErasureWithdrawnAnswer}, refuses=(404,),
)  # fmt: skip
def withdraw_erasure(
    request: ApiRequest, member_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Take a wish to be erased back; again changes nothing."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    done = asking.withdraw_erasure(principal=request.auth, at=sources.now(), member_id=member_id)
    return shown(ErasureWithdrawnAnswer, {"withdrawn": done})


@reads(router, "/erasure-wishes", right="members.read", gives=ErasureWishesAnswer)
def list_erasure_wishes(request: ApiRequest) -> HttpResponse:
    """List the members who asked to be erased, the first to be done first."""
    found = asking.list_erasure_wishes(principal=request.auth)
    return shown(ErasureWishesAnswer, {"wishes": found})


@writes(router, "/opt-outs", right="members.write", gives={200: OptOutAnswer}, refuses=(404,))
def stop_messages(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: OptOutBody
) -> HttpResponse:
    """Send the member of a link no more messages by SMS; again changes nothing."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    state = stopping.stop_messages(
        principal=request.auth, ids=sources.ids(), vault=sources.vault(), at=sources.now(),
        token=body.token,
    )  # fmt: skip
    return shown(OptOutAnswer, state)


@writes(router, "/opt-outs/undo", right="members.write", gives={200: OptOutAnswer}, refuses=(404,))
def resume_messages(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: OptOutBody
) -> HttpResponse:
    """Undo the stop of a link: what was agreed to before is agreed to again."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    state = stopping.resume_messages(
        principal=request.auth, ids=sources.ids(), vault=sources.vault(), at=sources.now(),
        token=body.token,
    )  # fmt: skip
    return shown(OptOutAnswer, state)


def _photo(request: ApiRequest, member_id: int, image: bytes) -> HttpResponse:
    photographing.change_photo(
        principal=request.auth, ids=sources.ids(), vault=sources.vault(), at=sources.now(),
        member_id=member_id, image=image,
    )  # fmt: skip
    return HttpResponse(status=204)
