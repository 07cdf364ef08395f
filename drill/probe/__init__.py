"""An app with one migration that changes a table of the book, as a next version might."""
