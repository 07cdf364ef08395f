"""The build of what pages load: a glance when nothing changed, one catalogue of many files."""

import gettext
import io
from pathlib import Path

import brotli
import pytest

from scripts import assets

PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: fa\\n"\n'


def test_a_build_of_what_is_built_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assets.build()
    capsys.readouterr()
    before = assets.MANIFEST.stat().st_mtime_ns

    assets.build()

    assert capsys.readouterr().out == ""
    assert assets.MANIFEST.stat().st_mtime_ns == before


def test_the_fingerprint_changes_with_content_and_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "PROJECT", tmp_path)
    first, second = tmp_path / "a.css", tmp_path / "b.css"
    first.write_text("x")
    second.write_text("x")

    alone = assets.digest_of([first])
    renamed = assets.digest_of([second])
    first.write_text("y")

    assert len({alone, renamed, assets.digest_of([first])}) == 3


def test_several_files_of_words_become_one_catalogue(tmp_path: Path) -> None:
    one, two = tmp_path / "one.po", tmp_path / "two.po"
    one.write_text(f'{PO}\nmsgid "Members"\nmsgstr "اعضا"\n', "utf-8")
    two.write_text(f'{PO}\nmsgctxt "month"\nmsgid "May"\nmsgstr "مه"\n', "utf-8")

    assets.write_catalogue([one, two], tmp_path / "made")

    made = gettext.GNUTranslations(io.BytesIO((tmp_path / "made" / "django.mo").read_bytes()))
    assert made.gettext("Members") == "اعضا"
    assert made.pgettext("month", "May") == "مه"


def test_a_text_lies_packed_beside_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "OUT", tmp_path)
    text = tmp_path / "made.css"
    text.write_text("a { color: red }")

    assets.place(text, "app-0123456789.css")

    packed = (tmp_path / "app-0123456789.css.br").read_bytes()
    assert brotli.decompress(packed) == b"a { color: red }"
    assert (tmp_path / "app-0123456789.css.gz").exists()


def test_a_step_that_fails_says_what_node_said() -> None:
    with pytest.raises(assets.BuildFailedError, match="no such thing"):
        assets.node("-e", "throw new Error('no such thing')")


def test_files_of_the_last_build_stay_for_pages_that_are_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "OUT", tmp_path)
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "manifest.json")
    assets.MANIFEST.write_text('{"vafa/app.css": "vafa/app-2.css"}')
    for name in ("app-1.css", "app-1.css.gz", "app-2.css", "app-3.css"):
        (tmp_path / name).touch()

    assets.forget_old({"vafa/app-3.css"})

    assert {path.name for path in tmp_path.iterdir()} == {
        "manifest.json",
        "app-2.css",
        "app-3.css",
    }
