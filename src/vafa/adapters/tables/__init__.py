"""Tables that people keep in files: CSV of any spreadsheet, and Excel's own format."""
