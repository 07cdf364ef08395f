"""The generated pages and the generated half of the Python client say what the code says now."""

from scripts import reference


def test_every_generated_file_is_fresh() -> None:
    """When this fails: `make docs`."""
    stale = [
        path.name
        for path, text in reference.written().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]

    assert stale == []
