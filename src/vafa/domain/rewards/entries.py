"""The statement's entries: each movement with why it happened, in Persian and in English."""

from __future__ import annotations

from typing import Final

from vafa.domain.rewards import answering
from vafa.domain.rewards.answers import Entry, Why
from vafa.domain.rewards.rulebook import Rulebook
from vafa.ledger.queries import StatementEntry

# By the kind of movement, then by the kind of event ("" is any other, or none: an effect of time).
_TEXTS: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("burn", "purchase"): ("در خرید خرج شد.", "Spent in a purchase."),
    ("burn", "redeem"): ("به خواست شما خرج شد.", "Spent at your wish."),
    ("burn", "capture"): ("مبلغ نگه‌داشته‌شده برداشت شد.", "A held amount was captured."),
    ("burn", ""): ("خرج شد.", "Spent."),
    ("expire", ""): ("مهلت استفاده تمام شد.", "The time to use it ended."),
    ("expire", "leave"): ("با پایان عضویت از میان رفت.", "Ended with the membership."),
    ("expire", "erase"): (
        "با پاک‌شدن اطلاعات عضو از میان رفت.",
        "Ended when the member's data was erased.",
    ),
    ("activate", ""): (
        "زمان انتظار تمام شد و قابل خرج شد.",
        "The waiting time ended; it may be spent.",
    ),
    ("take_back", ""): ("با مرجوعی خرید پس گرفته شد.", "Taken back with a refund."),
    ("take_back", "void"): ("با ابطال خرید پس گرفته شد.", "Taken back: the purchase was voided."),
    ("restore", "void"): ("با ابطال خرید بازگشت.", "Given back: the purchase was voided."),
    ("take_back", "edit"): ("خرید ویرایش شد.", "The purchase was edited."),
    ("restore", "edit"): ("خرید ویرایش شد.", "The purchase was edited."),
    ("take_back", "exchange"): ("با تعویض پس گرفته شد.", "Taken back with an exchange."),
    ("take_back", "import_undone"): (
        "با پس‌گرفتن ورود داده‌ها برداشته شد.",
        "Taken back: the import was undone.",
    ),
    ("take_back", "invitation_undone"): (
        "خرید دوست دعوت‌شده پس آمد و پاداش دعوت پس گرفته شد.",
        "Taken back: the invited friend's purchase came back.",
    ),
    ("adjust", "import_undone"): (
        "با پس‌گرفتن ورود داده‌ها برداشته شد.",
        "Taken back: the import was undone.",
    ),
    ("restore", "exchange"): ("با تعویض بازگشت.", "Given back with an exchange."),
    ("adjust", "refund"): (
        "پول مرجوعی به اعتبار شما افزوده شد.",
        "The money of a refund came back as store credit.",
    ),
    ("take_back", "move"): (
        "خرید از آنِ عضو دیگری بود و به او منتقل شد.",
        "The purchase was another member's and was moved there.",
    ),
    ("restore", "move"): (
        "خرید به عضو دیگری منتقل شد و آنچه خرج شده بود بازگشت.",
        "The purchase was moved to another member; what was spent in it came back.",
    ),
    ("correct_breakage", ""): (
        "مرجوعی خریدی که امتیازش منقضی شده بود؛ چیزی کم نشد.",
        "A refund of what had expired: nothing was lost.",
    ),
    ("restore", ""): ("با مرجوعی خرید بازگشت.", "Given back with a refund."),
    ("adjust", "adjust_goodwill"): ("هدیهٔ فروشگاه.", "A gift of the shop."),
    ("adjust", "adjust_complaint"): ("برای جبران یک ناخشنودی.", "To make up for a complaint."),
    ("adjust", "adjust_correction"): ("اصلاح یک اشتباه.", "A mistake corrected."),
    ("adjust", "adjust_missing"): ("برای خریدی که ثبت نشده بود.", "For a purchase not recorded."),
    ("adjust", "gift_card_sold"): ("کارت هدیه فروخته شد.", "The gift card was sold."),
    ("adjust", "gift_card_closed"): ("کارت هدیه برگشت.", "The gift card came back."),
    ("adjust", ""): ("اصلاح دستی.", "Adjusted by hand."),
    ("merge", "merge"): (
        "با یکی شدن دو عضویت از عضویت دیگرتان آمد.",
        "Came from your other membership when the two became one.",
    ),
    ("merge", "merged_away"): (
        "با یکی شدن دو عضویت به عضویت دیگرتان رفت.",
        "Went to your other membership when the two became one.",
    ),
    ("merge", "unmerge"): (
        "با جدا شدن دوبارهٔ دو عضویت به عضویت دیگر بازگشت.",
        "Went back to the other membership when the two were parted again.",
    ),
    ("merge", "unmerged"): (
        "با جدا شدن دوبارهٔ دو عضویت بازگشت.",
        "Came back when the two memberships were parted again.",
    ),
    ("merge", "account_bring"): (
        "به کیف پول مشترک رفت:",
        "Went to the shared wallet:",
    ),
    ("merge", "account_brought"): (
        "با پیوستن یک عضو به کیف پول مشترک آمد. شمارهٔ عضویت:",
        "Came with somebody who joined the shared wallet. Membership number:",
    ),
    ("merge", "account_return"): (
        "از کیف پول مشترک به عضو بازگشت. شمارهٔ عضویت:",
        "Went from the shared wallet back to a member. Membership number:",
    ),
    ("merge", "account_returned"): (
        "از کیف پول مشترک بازگشت:",
        "Came back from the shared wallet:",
    ),
    ("lend", ""): (
        "بیش از موجودی خرج شده بود؛ خریدهای بعدی جبرانش می‌کند.",
        "More was spent than there was; the next purchases make up for it.",
    ),
    ("opening", ""): ("ماندهٔ آغازین.", "Opening balance."),
}
_OTHER: Final = ("ثبت شد.", "Recorded.")


def entry(*, row: StatementEntry, rules: Rulebook) -> Entry:
    """Give an entry with its stored reason; one that no rule caused is told by its kind."""
    return Entry(
        seq=row.seq,
        event_id=row.event_id,
        kind=row.kind,
        unit=rules.codes.get(row.unit, ""),
        units=row.amount,
        balance_after=row.balance,
        effective_at=row.effective_at,
        recorded_at=row.recorded_at,
        why=_why(row, rules),
    )


def _why(row: StatementEntry, rules: Rulebook) -> Why:
    if row.kind == "earn" and row.award is not None:
        version = rules.latest(row.effective_at)
        return answering.why_award(
            unit=rules.codes[row.unit],
            units=row.award["units"],
            reasons=row.award["detail"]["reasons"],
            version=version,
        )
    texts = _TEXTS.get((row.kind, row.event_kind)) or _TEXTS.get((row.kind, "")) or _OTHER
    persian, english = texts
    if row.event_reason:
        persian, english = f"{persian} {row.event_reason}", f"{english} {row.event_reason}"
    return Why(fa=persian, en=english)
