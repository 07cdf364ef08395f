"""A club's programme as versions: drafting, checking, comparing, publishing, and as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vafa.domain.catalogue.queries import group_names
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.queries import branch_names
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards import version_queries as rewards
from vafa.domain.rewards.operations import previews, versions
from vafa.domain.rewards.rulebook import rulebook
from vafa.domain.rewards.version_answers import VersionCard
from vafa.kit.ids import Ids
from vafa.kit.persian import Language
from vafa.ledger.queries import club_now
from vafa.programme import schema as schemas
from vafa.programme import transfer
from vafa.programme.diff import Change, diff
from vafa.programme.document import Programme
from vafa.programme.validate import Problem, read
from vafa.programme.wording import Names


@dataclass(frozen=True, slots=True)
class VersionSaved:
    """A version as it is now, with what is still wrong or worth knowing about it.

    `is_unseen`: it was published although nobody had seen the preview of whom it moves (E65).
    """

    version: VersionCard
    problems: tuple[Problem, ...]
    replayed: bool
    is_unseen: bool = False


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version with its document; names of groups by language, then code, and of branches."""

    version: VersionCard
    document: Programme
    groups: Mapping[str, Mapping[str, str]]
    branches: Mapping[str, str]


def save_draft(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    at: datetime,
    document: Mapping[str, Any],
    based_on: int | None = None,
) -> VersionSaved:
    """Keep a document as the next version; importing a file is the same. Versions never change.

    :raises MalformedProgramme: when it is no programme document.
    :raises DraftMovedOn: when it is based on a version that is no longer the newest.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("programme.edit")

    def save() -> Mapping[str, Any]:
        version = versions.save_draft(
            club_id=principal.club_id, ids=ids, document=document, at=at, based_on=based_on
        )
        trail.note(
            principal=principal, at=at, act="draft_saved", object_kind="version",
            object_id=version.number,
        )  # fmt: skip
        return {"number": version.number}

    return _once(principal, claim, at, save)


def change_draft(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    at: datetime,
    seen: int,
    part: versions.type_part,
    edit: versions.type_edit,
) -> VersionSaved:
    """Change one part of what is worked on as the next version; what others changed stays.

    `seen` is the version that stood on the screen, `part` gives what was changed there of it.

    :raises NoSuchVersion: when the club has none to change, or none of the number seen.
    :raises DraftMovedOn: when somebody else changed the same part meanwhile.
    :raises PartNotValid: when the change brings a problem that was not there.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("programme.edit")

    def change() -> Mapping[str, Any]:
        version = versions.change_draft(
            club_id=principal.club_id, ids=ids, at=at, seen=seen, part=part, edit=edit
        )
        trail.note(
            principal=principal, at=at, act="draft_saved", object_kind="version",
            object_id=version.number,
        )  # fmt: skip
        return {"number": version.number}

    return _once(principal, claim, at, change)


def take_back(*, principal: Principal, claim: Claim, at: datetime, number: int) -> VersionSaved:
    """Make a version that waits for its start a draft again, until a minute before it.

    :raises NoSuchVersion: when the club has none of this number.
    :raises NotWaiting: when it does not wait, or starts within a minute.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("programme.publish")

    def take() -> Mapping[str, Any]:
        versions.take_back(club_id=principal.club_id, number=number, at=at)
        trail.note(
            principal=principal, at=at, act="version_taken_back", object_kind="version",
            object_id=number,
        )  # fmt: skip
        return {"number": number}

    return _once(principal, claim, at, take)


def publish(
    *,
    principal: Principal,
    claim: Claim,
    at: datetime,
    number: int,
    starts_at: datetime | None,
    preview_hash: str = "",
) -> VersionSaved:
    """Put a version in force from a moment on, at once when none is given.

    The hash is that of the preview that was seen; without it the answer warns when it was needed.

    :raises NoSuchVersion: when the club has none of this number.
    :raises AlreadyPublished: when it is published.
    :raises NotPublishable: when something in it must be solved first.
    :raises StartsInThePast: when it would change what is already decided.
    :raises VersionPreviewDiffers: when the preview that was seen is of something else.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("programme.publish")

    def put_in_force() -> Mapping[str, Any]:
        is_seen = previews.was_seen(
            club_id=principal.club_id, number=number, preview_hash=preview_hash, at=at
        )
        versions.publish(club_id=principal.club_id, number=number, at=at, starts_at=starts_at)
        trail.note(
            principal=principal, at=at, act="version_published", object_kind="version",
            object_id=number, after={"starts_at": str(starts_at or at), "preview_seen": is_seen},
        )  # fmt: skip
        return {"number": number, "is_unseen": not is_seen}

    return _once(principal, claim, at, put_in_force)


def list_versions(*, principal: Principal) -> tuple[VersionCard, ...]:
    """List the club's versions, newest first."""
    principal.require("programme.read")
    with club_scope(principal.club_id):
        return rewards.versions(club_id=principal.club_id)


def export(*, principal: Principal, number: int) -> Mapping[str, Any]:
    """Give the document of a version, as `save_draft` takes it.

    :raises NoSuchVersion: when the club has none of this number.
    """
    principal.require("programme.read")
    with club_scope(principal.club_id):
        return transfer.export(rewards.document(club_id=principal.club_id, number=number))


def show_version(*, principal: Principal, number: int) -> VersionShown:
    """Show a version, to be told in sentences.

    :raises NoSuchVersion: when the club has none of this number.
    """
    principal.require("programme.read")
    club_id = principal.club_id
    with club_scope(club_id):
        return VersionShown(
            version=rewards.version(club_id=club_id, number=number),
            document=rewards.document(club_id=club_id, number=number),
            groups=group_names(club_id=club_id),
            branches=branch_names(club_id=club_id),
        )


def compare(*, principal: Principal, before: int, after: int) -> tuple[Change, ...]:
    """Tell what differs between two versions, in sentences that say money in the club's unit.

    :raises NoSuchVersion: when the club has none of one of these numbers.
    """
    principal.require("programme.read")
    with club_scope(principal.club_id):
        old = rewards.document(club_id=principal.club_id, number=before)
        new = rewards.document(club_id=principal.club_id, number=after)
        groups = group_names(club_id=principal.club_id)
        branches = branch_names(club_id=principal.club_id)
    epoch, _ = club_now(club_id=principal.club_id)
    names: dict[Language, Names] = {
        "fa": {"group": groups["fa"], "branch": branches},
        "en": {"group": groups["en"], "branch": branches},
    }
    return diff(old, new, money=rulebook(principal.club_id, epoch).money, names=names)


def check(*, principal: Principal, document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Tell what is wrong with a document; nothing is kept."""
    principal.require("programme.edit")
    with club_scope(principal.club_id):
        known = versions.known_in(club_id=principal.club_id)
    return read(document, known=known).problems


def schema() -> Mapping[str, Any]:
    """Give the JSON Schema of programme documents."""
    return schemas.json_schema()


def _once(principal: Principal, claim: Claim, at: datetime, work: clubs.type_work) -> VersionSaved:
    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
        card = rewards.version(club_id=principal.club_id, number=answer["number"])
        document = rewards.document(club_id=principal.club_id, number=answer["number"])
        problems = versions.problems_of(club_id=principal.club_id, document=document)
    return VersionSaved(card, problems, replayed, answer.get("is_unseen", False))
