"""Everything that moves value or changes the rules, one module for each kind of event.

purchase · credit (holds, captures, redemptions) · refund · occasion (joining, birthdays) ·
day (what time brings) · versions (drafts and publishing) · feed (the outbox's consumer).
"""
