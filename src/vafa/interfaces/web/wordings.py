"""What to do by status, and what is wrong with a field, in both languages."""

from vafa.kit.persian import Language

# What to do, by status: in English, then in Persian.
ADVICE = {
    400: (
        "Correct the request before you send it again.",
        "درخواست را پیش از فرستادن دوباره درست کنید.",
    ),
    401: (
        "Use a key of this club that is in force; the club's owner can issue one.",
        "کلید معتبر این باشگاه را به کار ببرید؛ صاحب باشگاه می‌تواند کلید بسازد.",
    ),
    402: (
        (
            "Nothing was taken. The answer is stored under this Idempotency-Key; try again "
            "under a new one."
        ),
        (
            "چیزی کم نشد. این پاسخ با همین Idempotency-Key نگه داشته می‌شود؛ برای تلاش "
            "دوباره کلید تازه بفرستید."
        ),
    ),
    403: (
        "Ask the club's owner for this right, or have somebody who has it do this.",
        "این اجازه را از صاحب باشگاه بخواهید، یا از کسی که آن را دارد بخواهید انجامش دهد.",
    ),
    404: (
        "Nothing with this identity exists for this key.",
        "چیزی با این شناسه برای این کلید وجود ندارد.",
    ),
    405: (
        'The "Allow" header names the methods of this address.',
        "سرآیند «Allow» متدهای این نشانی را می‌گوید.",
    ),
    409: (
        (
            "The first request under this Idempotency-Key still runs; repeat it unchanged in "
            "a moment."
        ),
        (
            "نخستین درخواست با این Idempotency-Key هنوز در حال انجام است؛ چند لحظه بعد همان "
            "را بفرستید."
        ),
    ),
    411: ("Send the body whole, with its length.", "بدنه را یکجا و با اندازه‌اش بفرستید."),
    413: ("Send less at a time.", "کمتر در هر بار بفرستید."),
    415: (
        "Set the Content-Type to what is said and send again.",
        "Content-Type را همان که گفته شد بگذارید و دوباره بفرستید.",
    ),
    422: (
        "Correct what is named before you send it again, under a new Idempotency-Key.",
        "آنچه نام برده شده را درست کنید و با Idempotency-Key تازه بفرستید.",
    ),
    429: (
        'Wait for the seconds in "Retry-After".',
        "به اندازهٔ ثانیه‌های «Retry-After» صبر کنید.",
    ),
    500: (
        (
            "Repeat the request under the same Idempotency-Key; if it happens again, tell us "
            "the request id."
        ),
        (
            "همین درخواست را با همان Idempotency-Key تکرار کنید؛ اگر باز پیش آمد، شناسهٔ "
            "درخواست را به ما بگویید."
        ),
    ),
    503: (
        "Repeat the request under the same Idempotency-Key in a moment.",
        "چند لحظه بعد همین درخواست را با همان Idempotency-Key تکرار کنید.",
    ),
}

# What is wrong with one field, by what refused it: in English, then in Persian.
FIELDS = {
    "missing": ("This is required.", "این الزامی است."),
    "unknown_field": ("There is no such field.", "چنین فیلدی نیست."),
    "not_whole": (
        "This must be a whole number, written without quotes and without a point.",
        "این باید عدد صحیح باشد، بدون گیومه و بدون ممیز.",
    ),
    "not_text": ("This must be text.", "این باید نوشته باشد."),
    "not_true_or_false": ("This must be true or false.", "این باید true یا false باشد."),
    "not_list": ("This must be a list.", "این باید فهرست باشد."),
    "not_object": ("This must be an object.", "این باید شیء باشد."),
    "too_small": ("This is below {limit}.", "این کمتر از {limit} است."),
    "too_large": ("This is above {limit}.", "این بیشتر از {limit} است."),
    "too_short": ("This is shorter than {limit}.", "این کوتاه‌تر از {limit} است."),
    "too_long": ("This is longer than {limit}.", "این بلندتر از {limit} است."),
    "wrong_pattern": ("This has not the right form.", "این شکل درستی ندارد."),
    "not_allowed_value": ("This may be {limit}.", "این می‌تواند {limit} باشد."),
    "not_moment": (
        "This must be a moment with its offset, as 2026-11-22T10:30:00+03:30.",
        "این باید زمانی با اختلاف ساعتش باشد، مانند ‎2026-11-22T10:30:00+03:30.",
    ),
    "text_not_storable": (
        "This text holds a NUL or half a character and cannot be stored.",
        "این نوشته نویسهٔ NUL یا نیمهٔ یک نویسه دارد و ذخیره‌شدنی نیست.",
    ),
    "currency_not_rial": (
        (
            "Amounts are in Rial and the currency is IRR; an amount in Toman is multiplied "
            "by ten first."
        ),
        "مبلغ‌ها به ریال و ارز IRR است؛ مبلغ به تومان را نخست در ده ضرب کنید.",
    ),
    "invalid_mobile": ("This is not an Iranian mobile number.", "این شمارهٔ موبایل ایران نیست."),
    "card_number": (
        "This holds a bank card number; such a number is never stored.",
        "این شمارهٔ کارت بانکی دارد؛ چنین شماره‌ای هرگز ذخیره نمی‌شود.",
    ),
    "one_of_two": ("Give {limit}.", "{limit} را بدهید."),
    "not_valid": ("This is not accepted.", "این پذیرفته نیست."),
}


def field_message(kind: str, language: Language, limit: object = "") -> str:
    """Say what is wrong with a field."""
    english, persian = FIELDS.get(kind, FIELDS["not_valid"])
    return (english if language == "en" else persian).format(limit=limit)
