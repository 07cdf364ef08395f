"""The words about the ledger, typed as a person types them."""

import json
from pathlib import Path

import pytest

from tests.factories.shops import open_shop
from tests.server.test_cli import database_name, typed
from vafa.domain.clubs.queries import all_clubs
from vafa.server.config import current
from vafa_client.proofs import check_proof

pytestmark = pytest.mark.django_db(transaction=True)


def test_close_keep_verify_and_prove(tmp_path: Path) -> None:
    shop = open_shop()
    bought = shop.purchase(shop.member(), 5_000_000)
    code = next(one.code for one in all_clubs() if one.club_id == shop.club_id)
    here = {
        "VAFA_DATABASE_NAME": database_name(),
        "VAFA_HOME": str(current().home),
        "VAFA_CHECKPOINT_FOLDER": str(tmp_path),
    }

    closed = typed("ledger", "checkpoint", **here)
    again = typed("ledger", "checkpoint", **here)
    proved = typed("ledger", "prove", "--club", code, bought["purchase_id"], **here)
    club = str(shop.club_id)
    sound = typed("ledger", "verify", "--club", code, **here)
    nowhere = typed("ledger", "verify", "--club", "nowhere", **here)
    file = tmp_path / f"{club}.txt"
    file.write_text(file.read_text() + f"2 2026-11-22T08:00:00+00:00 {'0' * 64}\n")
    cut = typed("ledger", "verify", "--club", club, "--heads", str(file), **here)
    lost = typed("ledger", "verify", "--heads", str(tmp_path / "none"), **here)

    assert (closed.returncode, again.returncode, closed.stdout) == (0, 0, again.stdout)
    (head,) = [line.split()[-1] for line in closed.stdout.splitlines() if line.startswith(code)]
    assert check_proof(json.loads(proved.stdout), head=head)
    assert (sound.returncode, sound.stdout.splitlines()[-1]) == (0, "the book holds")
    assert (nowhere.returncode, "no club with the code" in nowhere.stderr) == (1, True)
    assert cut.returncode == 1
    assert "checkpoint 2: kept elsewhere, missing here" in cut.stdout
    assert (lost.returncode, lost.stdout) == (1, "")
    assert "name the folder or file" in lost.stderr
