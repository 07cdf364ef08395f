"""The shop's people at work: members, orders, the programme, reports, settings, under /."""
