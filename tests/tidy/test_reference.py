"""The generated pages of docs/reference say what the code says now."""

from scripts import reference


def test_every_generated_page_is_fresh() -> None:
    """When this fails: `make docs`."""
    stale = [
        name
        for name, text in reference.pages().items()
        if not (reference.FOLDER / name).exists()
        or (reference.FOLDER / name).read_text(encoding="utf-8") != text
    ]

    assert stale == []
