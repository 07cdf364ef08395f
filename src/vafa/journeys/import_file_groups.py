"""The groups of an import: what the shop calls them, and which of the catalogue's they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from vafa.domain.catalogue.operations import name_groups
from vafa.domain.catalogue.queries import group_names
from vafa.domain.catalogue.records import NamedGroup
from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports import operations, queries
from vafa.kit.ids import Ids
from vafa.kit.text import search_key


def known(*, club_id: int, names: Iterable[str], asked: Mapping[str, str]) -> dict[str, str]:
    """Give the code of each name: as asked, as remembered, or as the catalogue calls it."""
    with club_scope(club_id):
        catalogue = group_names(club_id=club_id)
        remembered = queries.remembered_groups(club_id=club_id)
    codes = {search_key(code): code for code in catalogue["fa"]}
    for language in ("en", "fa"):
        codes |= {search_key(name): code for code, name in catalogue[language].items()}
    codes |= remembered | {search_key(name): code for name, code in asked.items()}
    return {name: codes[search_key(name)] for name in names if search_key(name) in codes}


def add(*, club_id: int, ids: Ids, names: Sequence[str]) -> dict[str, str]:
    """Add groups to the catalogue under these names; gives the code of each."""
    codes = {name: f"g{sha256(search_key(name).encode()).hexdigest()[:8]}" for name in names}
    with club_scope(club_id):
        name_groups(
            club_id=club_id, ids=ids,
            groups=[NamedGroup(code, name) for name, code in codes.items()],
        )  # fmt: skip
    return codes


def remember(*, club_id: int, codes: Mapping[str, str]) -> None:
    """Remember which group a name stood for."""
    if codes:
        with club_scope(club_id):
            operations.remember_groups(
                club_id=club_id, codes={search_key(name): code for name, code in codes.items()}
            )
