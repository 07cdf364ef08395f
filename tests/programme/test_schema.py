"""The published schema is the document's own."""

from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given

from tests.programme.documents import PROGRAMMES
from vafa.programme.document import Programme
from vafa.programme.presets import PRESETS
from vafa.programme.schema import json_schema, schema_text
from vafa.programme.transfer import export
from vafa.programme.validate import read

VALIDATOR = jsonschema_rs.validator_for(json_schema())
PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "programme.schema.json"


def test_published_schema_is_fresh() -> None:
    """Run `vafa.programme.schema.schema_text` into the file when this fails."""
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("name", PRESETS)
def test_presets_obey_the_schema(name: str) -> None:
    assert VALIDATOR.is_valid(export(PRESETS[name]()))


@given(PROGRAMMES)
def test_every_document_obeys_the_schema(document: Programme) -> None:
    assert VALIDATOR.is_valid(export(document))


def test_schema_refuses_what_reading_refuses() -> None:
    data = export(PRESETS["demo"]())
    del data["rules"][0]["effects"][0]["kind"]

    assert not VALIDATOR.is_valid(data)
    assert read(data).document is None


def test_a_member_of_a_union_must_name_its_kind() -> None:
    defs = json_schema()["$defs"]

    assert defs["AllOf"]["required"] == ["kind"]
    assert defs["AfterDays"]["required"] == ["kind", "days"]
    assert "kind" in defs["Unit"]["required"]
