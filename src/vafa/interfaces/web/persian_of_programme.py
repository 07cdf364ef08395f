"""The Persian words of the errors of programmes that are written and put in force."""

PROGRAMME = {
    "draft_moved_on": (
        "همکار دیگری در این فاصله همین بخش را تغییر داده است؛ پیش‌نویس را دوباره ببینید."
    ),
    "part_not_valid": "این تغییر با بقیهٔ برنامه جور نیست؛ ایرادها را برطرف کنید.",
    "not_waiting": "این نسخه در نوبت اجرا نیست یا تا یک دقیقهٔ دیگر آغاز می‌شود.",
}
