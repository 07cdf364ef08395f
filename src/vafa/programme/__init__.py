"""The programme: rules as data, and the pure decisions made from them. It knows no database and no clock."""
