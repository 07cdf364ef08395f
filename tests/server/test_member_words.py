"""The erasure log as a file: written, and replayed on a database that has forgotten it."""

import argparse
import json
from pathlib import Path

import pytest

from tests.factories.shops import Shop, new_mobile, open_shop
from vafa.server import config, member_words

pytestmark = pytest.mark.django_db(transaction=True)


def typed(*words: str) -> int:
    """Type words of the command and give what it ends with."""
    parser = argparse.ArgumentParser()
    member_words.add_words(parser.add_subparsers())
    asked = parser.parse_args(["members", *words])
    return int(asked.work(config.current(), asked))


def erased(shop: Shop) -> str:
    """Have somebody join and erased; give the id."""
    member = shop.member(mobile=new_mobile())
    preview = shop.owner.get(f"/v1/members/{member}/erase").json()["preview_hash"]
    body = {"basis": "request", "preview_hash": preview}
    assert shop.owner.write(f"/v1/members/{member}/erase", body).status_code == 200
    return member


def test_log_is_written_and_replayed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = open_shop()
    gone = erased(shop)
    back = shop.member(first_name="برگشته")
    file = tmp_path / "erasures.jsonl"

    assert typed("erasure-log", str(file)) == 0
    mine = [one for one in map(json.loads, file.read_text("utf-8").splitlines())
            if one["club_id"] == shop.club_id]  # fmt: skip
    restored = [{**mine[0], "member_id": int(back)}, mine[0]]
    file.write_text("".join(json.dumps(one) + "\n" for one in restored), "utf-8")
    first = typed("erase-again", str(file))
    second = typed("erase-again", str(file))

    said = capsys.readouterr().out.splitlines()
    assert [one["member_id"] for one in mine] == [int(gone)]
    assert (first, second) == (0, 0)
    assert said[-2:] == [
        "2 lines, 1 new in the log, 1 erased again", "2 lines, 0 new in the log, 0 erased again",
    ]  # fmt: skip
    assert shop.owner.get(f"/v1/members/{back}").status_code == 404


def test_a_file_that_is_no_log_erases_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "other.txt"
    file.write_text("{}\n", "utf-8")

    assert typed("erase-again", str(file)) == 1
    assert "nothing was erased" in capsys.readouterr().out
