"""The Persian words of every error code, what to do by status, and what is wrong with a field."""

from vafa.kit.persian import Language

# Every code that anything below the doors may raise stands here; a test walks the classes.
PERSIAN = {
    "vafa_error": "خطایی در وفا رخ داد.",
    "refused": "این درخواست به این شکل پذیرفته نیست.",
    "not_found": "چنین چیزی یافت نشد.",
    "unavailable": "اکنون در دسترس نیست؛ دوباره بفرستید.",
    # files that a shop brings in
    "table_unreadable": "فایل خوانده نشد: CSV یا اکسل بدون گذرواژه بفرستید.",
    "no_such_file": "چنین فایلی نیست.",
    "columns_unknown": "ستون‌های لازم شناخته نشدند؛ آن‌ها را با نام یا شماره معرفی کنید.",
    "unit_contradicts": "سرستون مبلغ واحد پول دیگری را نام می‌برد.",
    "unit_suspected": "مبلغ‌ها با فروش معمول فروشگاه نمی‌خوانند؛ شاید تومان به جای ریال آمده است.",
    "import_finished": "این فایل پیش‌تر وارد شده است؛ نخست آن ورود را برگردانید.",
    "import_undone": "این ورود پیش‌تر برگردانده شده است.",
    "no_such_import": "چنین ورودی نیست.",
    # proven mobiles
    "spending_paused": (
        "پس از تغییر شمارهٔ موبایل تا ۲۴ ساعت چیزی خرج نمی‌شود؛ امتیاز گرفتن ادامه دارد."
    ),
    "number_doubted": (
        "گفته شده که این شماره از آنِ کس دیگری است؛ با شمارهٔ کارت، روز تولد یا نزد کارکنان "
        "خود را بشناسانید."
    ),
    "code_needed": (
        "برای خرج کردن در اینجا نخست شمارهٔ موبایل را با کد تأیید کنید یا یک بار در فروشگاه "
        "خرید کنید."
    ),
    "no_such_mobile_change": "این عضو چنین تغییر شماره‌ای ندارد.",
    "mobile_change_over": (
        "این تغییر شماره انجام شده، برگشته یا جای خود را به دیگری داده است؛ از نو بخواهید."
    ),
    "same_mobile": "این شماره همین حالا هم از آنِ این عضو است.",
    "mobile_given_up": "این عضو دیگر شماره‌ای ندارد؛ راه شمارهٔ گمشده را بروید.",
    "mobile_belongs_to_another": (
        "این شماره از آنِ عضو دیگری است؛ به‌جای تغییر شماره، دو عضو را یکی کنید."
    ),
    "fresh_start_needed": (
        "این شماره عضو دیگری دارد؛ با شمارهٔ کارت یا روز تولد خود را بشناسانید یا عضویت "
        "تازه‌ای بخواهید."
    ),
    "code_too_soon": "کمتر از یک دقیقه پیش کدی به این شماره فرستاده شد؛ اندکی صبر کنید.",
    "too_many_codes": "امروز به‌اندازهٔ کافی کد فرستاده شده است؛ بعداً دوباره بخواهید.",
    "code_refused": "این کد درست نیست، به کار رفته یا دو دقیقه‌اش گذشته است؛ کد تازه بخواهید.",
    "no_such_proof": "چنین کدی در ۱۵ دقیقهٔ گذشته نبوده یا به کار رفته است؛ کد تازه بخواهید.",
    "second_proof_refused": "این نشانی با عضو نمی‌خواند یا امروز بیش از اندازه آزموده شده است.",
    # rewards
    "unknown_reward": "برنامهٔ باشگاه چنین پاداشی ندارد، یا این پاداش خودبه‌خود داده می‌شود.",
    "reward_needs_coupon": "این پاداش کد تخفیف می‌خواهد؛ کد را هم وارد کنید.",
    "reward_below_minimum": (
        "این خرید برای این پاداش کوچک است، یا پاداش دیگری در آن هست که با این جمع نمی‌شود."
    ),
    "reward_without_effect": "این پاداش از این خرید چیزی کم نمی‌کند؛ آن را بردارید.",
    "reward_at_limit": (
        "این پاداش بیش از اندازه خواسته شده است؛ شمار آن را کم کنید یا آن را بردارید."
    ),
    "reward_too_dear": "موجودی عضو به این پاداش نمی‌رسد؛ آن را بردارید یا کمتر بخواهید.",
    # the member's own data
    "member_has_left": (
        "این عضو باشگاه را ترک کرده است؛ اگر تا سی روز دوباره عضو شود همه‌چیز برمی‌گردد."
    ),
    "too_many_fields": "هر باشگاه بیست فیلد از خود دارد و بس؛ نخست یکی را بردارید.",
    "field_twice": "دو فیلد یک کد دارند.",
    "choices_unfit": ("فیلد گزینه‌ای ۲ تا ۵۰ گزینهٔ متفاوت می‌خواهد و فیلدهای دیگر گزینه ندارند."),
    "field_kind_changed": ("نوع فیلد عوض نمی‌شود چون عضوها در آن مقدار دارند؛ فیلد دیگری بسازید."),
    "unknown_member_field": "باشگاه چنین فیلدی ندارد؛ فیلدها در ‎/v1/club/member-fields هستند.",
    "field_value_unfit": "این مقدار به فیلدش نمی‌خورد؛ نوع و گزینه‌های فیلد را ببینید.",
    "profile_text_too_long": "یکی از نوشته‌های مشخصات بلند است؛ کوتاهش کنید.",
    "invalid_email": "این نشانی ایمیل نیست.",
    "invalid_phone": "شمارهٔ تلفن ۴ تا ۱۵ رقم دارد، شاید با + در آغاز.",
    "email_taken": "این ایمیل از آنِ عضو دیگری است.",
    "unknown_purpose": "رضایت برای یکی از این‌هاست: membership، sms، email، profiling.",
    "membership_ends_by_leaving": "رضایت به عضویت با ترک باشگاه پس گرفته می‌شود.",
    "consent_not_in_person": (
        "اطلاعات این شخص یک بار پاک شده است؛ تنها خودش می‌تواند به دریافت پیام رضایت دهد."
    ),
    "nothing_to_withdraw": "رضایتی نیست که پس گرفته شود.",
    "holds_open": ("مقداری برای کاری ناتمام نگه داشته شده است؛ نخست آن را برداشت یا لغو کنید."),
    "unknown_basis": (
        "پاک‌کردن برای یکی از این‌هاست: request، consent_withdrawn، not_needed، unlawful."
    ),
    "preview_differs": "از زمان پیش‌نمایش چیزی عوض شده است؛ دوباره ببینید و همان را تأیید کنید.",
    # accounting
    "invalid_month": "ماه را با سال و ماه شمسی بنویسید، مانند 1405-07.",
    "month_not_over": "هر ماه از یک ساعت پس از پایانش بسته می‌شود.",
    "month_closed": "این ماه بسته است و گزارشش دیگر تغییر نمی‌کند؛ ماه بازی را برگزینید.",
    "close_earlier_first": "ماه‌ها به ترتیب بسته می‌شوند؛ نخست ماه باز پیشین را ببندید.",
    "nothing_to_close": "تا پایان این ماه چیزی در دفتر باشگاه ثبت نشده که بسته شود.",
    "not_the_last_closed": "تنها ماهی که آخر از همه بسته شده است باز می‌شود.",
    "no_such_unit": "هیچ نسخه‌ای از برنامهٔ باشگاه چنین واحدی ندارد.",
    "unfit_terms": (
        "ارزش را با هر دو عدد بفرستید: ریال (صفر یا بیشتر) و شمار واحد (یک یا بیشتر)؛ "
        "سهم استفاده از ۱ تا ۱۰٬۰۰۰ است."
    ),
    "unknown_account": "چنین حسابی نیست، یا کد آن خالی یا بلندتر از چهل نویسه است.",
    # merging members
    "same_member": "هر دو یک عضو هستند؛ دو عضو جدا نام ببرید.",
    "already_merged": (
        "یکی از این دو پیش‌تر در عضو دیگری ادغام شده است؛ آن عضو را به کار ببرید یا آن ادغام را "
        "برگردانید."
    ),
    "guest_not_merged": "رسید بی‌نام با کد رسید به عضو می‌رسد و ادغام نمی‌شود.",
    "no_such_merge": "چنین ادغامی نیست.",
    "merge_undone": "این ادغام پیش‌تر برگردانده شده است.",
    "survivor_merged": (
        "عضوی که ماند، پس از آن خود در عضو دیگری ادغام شده است؛ نخست آن ادغام را برگردانید."
    ),
    "units_held": ("بخشی از آنچه باید برگردد نگه داشته شده است؛ نخست آن را برداشت یا لغو کنید."),
    # webhooks
    "unfit_url": (
        "نشانی وب‌هوک باید با https:// آغاز شود و میزبانش عمومی باشد، بدون نام کاربری، گذرواژه و #."
    ),
    "too_many_webhooks": "هر باشگاه حداکثر بیست وب‌هوک دارد؛ نخست یکی را پاک کنید.",
    "too_many_replays": (
        "حداکثر صد ارسال در نوبت تکرار می‌ماند؛ به‌جای آن از یک cursor تکرار کنید."
    ),
    "no_such_webhook": "باشگاه چنین وب‌هوکی ندارد.",
    "no_such_delivery": "در گزارش سی‌روزهٔ این وب‌هوک چنین ارسالی نیست.",
    # the door
    "door_error": "درخواست از در نگذشت.",
    "key_refused": "این کلید شناخته نیست، باطل شده یا زمانش گذشته است.",
    "other_branch": "این کلید از آن شعبهٔ دیگری است.",
    "not_authenticated": (
        "درخواست کلید ندارد: سرآیند «Authorization: Bearer vafa_live_…» را بفرستید."
    ),
    "right_missing": "این کلید اجازهٔ این کار را ندارد.",
    "address_unknown": "در این نشانی چیزی نیست.",
    "method_not_allowed": "این نشانی به این متد پاسخ نمی‌دهد.",
    "length_required": "بدنه باید Content-Length داشته باشد و تکه‌تکه نمی‌آید.",
    "body_too_large": "بدنهٔ درخواست بزرگ‌تر از اندازهٔ مجاز این عملیات است.",
    "media_type_unsupported": (
        "بدنه باید JSON باشد: سرآیند «Content-Type: application/json» را بفرستید."
    ),
    "too_many_requests": (
        "این کلید بیش از اندازه درخواست می‌فرستد؛ اندکی صبر کنید و دوباره بفرستید."
    ),
    "body_not_json": (
        "بدنه JSON درستی در UTF-8 نیست (هر نام یک بار، بدون NaN و Infinity، نه خیلی تودرتو)."
    ),
    "request_malformed": "درخواست خوانده نشد.",
    "idempotency_key_missing": (
        "هر نوشتن یک سرآیند Idempotency-Key می‌خواهد؛ آن را یک بار بسازید و در تکرار "
        "همان را بفرستید."
    ),
    "idempotency_key_invalid": (
        "Idempotency-Key دست‌کم یک و حداکثر دویست و پنجاه و پنج نویسهٔ چاپی ASCII دارد."
    ),
    "input_invalid": (
        "بخشی از آنچه فرستاده شده نیست یا نادرست است؛ «errors» جای هر یک را می‌گوید."
    ),
    "server_fault": (
        "خطایی در سوی ما رخ داد و کاری انجام نشد. همین درخواست را می‌توان دوباره فرستاد."
    ),
    "bad_cursor": "این نشانگر صفحه از این فهرست نیست؛ فهرست را از آغاز بخوانید.",
    "page_out_of_bounds": "هر صفحه از یک تا دویست ردیف دارد.",
    # the parts below the doors
    "no_such_member": "این باشگاه چنین عضوی ندارد.",
    "no_such_sale": "این باشگاه چنین خریدی ندارد.",
    # manual value
    "goodwill_above_limit": (
        "این اندازه دلجویی نفر دومی می‌خواهد؛ به‌جای آن مانده را دستی اصلاح کنید."
    ),
    "unknown_reason": "دلیل اصلاح یکی از این‌هاست: goodwill، complaint، correction، missing.",
    "adjustment_out_of_bounds": "شمار واحدها صفر یا بیرون از اندازه است.",
    "no_such_approval": "این باشگاه چنین درخواست تأییدی ندارد.",
    "personal_key_needed": "تأیید کار یک نفر است، با کلید شخصی خودش.",
    "same_person": "درخواست‌کننده خودش تأیید نمی‌کند؛ نفر دومی لازم است.",
    "approval_expired": "از درخواست بیش از ۲۴ ساعت گذشته است؛ دوباره درخواست کنید.",
    "approval_declined": "این درخواست رد شده است؛ اگر هنوز لازم است دوباره درخواست کنید.",
    "approval_given": "این درخواست پیش از این تأیید شده است و دیگر رد نمی‌شود.",
    "no_such_staff": "چنین همکاری در این باشگاه نیست.",
    "staff_ended": "کار این همکار در باشگاه پایان یافته است؛ نام دیگری بنویسید.",
    "limit_out_of_bounds": "این مبلغ باید از صفر تا ۱۰ هزار میلیارد ریال باشد.",
    "payload_differs": "آنچه تأیید می‌شود همان نیست که درخواست شده بود.",
    # receipts and moves
    "spend_needs_member": (
        "تنها عضو با امتیاز و اعتبار می‌پردازد؛ عضو را نام ببرید یا خرج را بردارید."
    ),
    "no_such_receipt": "این باشگاه رسیدی با این کد ندارد؛ کد را دوباره بخوانید.",
    "too_many_misses": "با این کلید ده کد نادرست در یک ساعت آمده است؛ یک ساعت صبر کنید.",
    "already_claimed": "خرید این رسید پیش‌تر به نام عضوی ثبت شده است.",
    "claim_too_late": "خرید را تا هفت روز می‌توان به نام خود کرد.",
    "own_receipt": "صندوق‌داری که خرید را ثبت کرده نمی‌تواند آن را به نام خود کند.",
    "staff_is_another": "این کارمند پیش‌تر با عضویت دیگری شناسانده شده است.",
    "nothing_left_of_sale": "همهٔ این خرید برگشته و چیزی از آن نمانده است.",
    "same_holder": "این خرید از پیش به نام همین عضو است.",
    "claimed_by_receipt": "خرید بی‌نام منتقل نمی‌شود؛ خریدار با کد رسید آن را به نام خود می‌کند.",
    "loss_needs_approval": (
        "این اندازه بخشودگی نفر دومی می‌خواهد؛ دوباره درخواست کنید تا تأیید شود."
    ),
    "second_declined": "خرید پس از مرجوعی بیش از موجودی خرج می‌کند؛ چیزی ثبت نشد.",
    "revision_not_higher": "ویرایش باید شمارهٔ بازنگری بالاتری از خرید داشته باشد.",
    "no_store_credit": "این واحد اعتبار فروشگاه نمی‌شود: مانند پول پرداخت نمی‌کند.",
    "key_reused": "این Idempotency-Key پیش‌تر با درخواست دیگری آمده است.",
    "references_differ": "این شماره‌ها از آنِ رویدادهای گوناگون‌اند.",
    "member_of_another_club": "این شناسهٔ عضو از آنِ باشگاه دیگری است.",
    "nothing_left_to_take_back": "بیش از آنچه از این پاداش مانده پس گرفته می‌شود.",
    "nothing_left_to_restore": "بیش از آنچه خرج شده بازگردانده می‌شود.",
    "still_running": "همین درخواست، یا درخواست دیگری برای همین عضو، هنوز در حال انجام است.",
    "reference_busy": "این شماره در درخواستی ناتمام برای عضو دیگری به کار رفته است.",
    "book_broken": "دفتر با خود ناسازگار است؛ چیزی نوشته نشد.",
    "basket_too_large": "سبد از بزرگ‌ترین مبلغ پذیرفتنی بیشتر است.",
    "malformed_programme": "سند برنامه درست نیست؛ هر ایراد جای خود و چارهٔ خود را می‌گوید.",
    "cannot_compile": "این برنامه را نمی‌توان اجرا کرد.",
    "other_currency": "مبلغ‌ها به ریال است: ارز باید IRR باشد.",
    "lines_or_amount": "خرید یا سطر دارد یا یک مبلغ.",
    "too_many_lines": "خرید حداکثر هزار سطر دارد.",
    "amount_out_of_bounds": "مبلغی کمتر از صفر یا بیشتر از ده هزار میلیارد ریال است.",
    "quantity_out_of_bounds": "تعدادی بیشتر از صفر نیست یا از یک میلیون بیشتر است.",
    "discount_too_large": "تخفیف از آنچه می‌توان از آن کم کرد بیشتر است.",
    "text_out_of_bounds": "نوشته‌ای که لازم است نیست، یا بلند است، یا نویسهٔ کنترلی دارد.",
    "unknown_branch": "این باشگاه چنین شعبه‌ای ندارد.",
    "no_programme": "در آن زمان هیچ برنامه‌ای از باشگاه در کار نبود.",
    "no_such_version": "این باشگاه چنین نسخه‌ای از برنامه ندارد.",
    "unknown_unit": "برنامه چنین واحدی ندارد.",
    "no_such_hold": "این عضو چنین نگه‌داری‌ای ندارد.",
    "in_the_future": "این زمان در آینده است.",
    "too_long_ago": "این زمان از مهلت ثبت گذشتهٔ باشگاه قدیمی‌تر است و تأیید می‌خواهد.",
    "unknown_moment": "زمان باید اختلاف ساعت خود را داشته باشد.",
    "not_spendable": "این واحد خرج‌شدنی نیست: برنامه برای آن شیوهٔ مصرفی ندارد.",
    "not_redeemable": "این واحد خرج‌شدنی نیست: برنامه برای آن شیوهٔ مصرفی ندارد.",
    "not_publishable": (
        "برنامه ایرادهایی دارد که باید پیش از انتشار برطرف شوند؛ هر ایراد جای خود و "
        "چارهٔ خود را می‌گوید."
    ),
    "already_published": "این نسخه پیش‌تر منتشر شده است.",
    "starts_in_the_past": "تنها نخستین برنامهٔ باشگاه می‌تواند از گذشته آغاز شود.",
    "units_out_of_bounds": "این تعداد بیشتر از صفر نیست، از کمینه کمتر است، یا مضرب گام نیست.",
    "no_such_club": "چنین باشگاهی نیست.",
    "code_taken": "این کد پیش‌تر به کار رفته است.",
    "unknown_right": "چنین اجازه‌ای نیست.",
    "rights_exceeded": "هیچ کلیدی اجازه، شعبه یا حالتی را که خود ندارد به دیگری نمی‌دهد.",
    "no_such_key": "این باشگاه چنین کلیدی ندارد.",
    "empty_name": "نامی لازم است.",
    "unknown_consent_source": (
        "رضایت پای صندوق، در پورتال، نزد کارکنان، در ورود گروهی یا با دعوت داده می‌شود."
    ),
    "name_too_long": "نام حداکثر هشتاد نویسه دارد.",
    "numbers_exhausted": "شمارهٔ عضویت آزادی یافت نشد.",
    "seal_broken": ("مقدار مهرشده‌ای در اینجا باز نمی‌شود: تغییر کرده، جابه‌جا شده، یا کلیدش نیست."),
    "bad_group": "گروه کدی از حروف کوچک، رقم و نقطه، و یک نام می‌خواهد.",
    "unknown_zone": "چنین منطقهٔ زمانی‌ای نیست.",
    "invalid_jalali_date": "چنین روزی در تقویم جلالی نیست.",
    # the parts below the doors
    "unknown_tier": "برنامه چنین سطحی ندارد.",
    "invalid_order": (
        "مبلغ‌های سفارش از صفر تا ده هزار میلیارد ریال است، شمارهٔ سطرها تکراری نیست و "
        "سطرها حداکثر هزارتاست."
    ),
    "unknown_line": "این خرید چنین سطری ندارد.",
    "returns_too_much": "بیش از آنچه فروخته شده و هنوز برنگشته بازگردانده می‌شود.",
    "nothing_returned": (
        "بازگشت یا سطرهایی با تعداد بیشتر از صفر دارد یا مبلغی بیشتر از صفر، نه هر دو."
    ),
    "history_out_of_bounds": (
        "در این سابقه سفارش بی‌عضو، سطر بی‌سفارش یا مبلغ بیرون از اندازه هست."
    ),
    "returned_before_sold": "تاریخ مرجوعی پیش از روز خرید آن است. تاریخ را درست کنید.",
    "lines_or_amount_of_refund": "بازگشت یا سطر دارد یا مبلغ یا هیچ‌کدام، نه هر دو.",
    "sample_data_missing": "بستهٔ دادهٔ نمونه نصب نیست: پیوست demo را نصب کنید.",
    # the parts below the doors
    "declined": "خرید یا مصرف پذیرفته نشد و چیزی کم نشد.",
    "unknown_format": "قالب این پرونده برای این نسخهٔ وفا شناخته نیست.",
    "history_incomplete": "در سابقه هر کس سفارشی دارد و هر سفارش سطری.",
    "unsorted_history": "سفارش‌ها باید به ترتیب عضو، روز و دقیقه باشند و سطرهایشان پیاپی.",
    "book_not_empty": "سابقه تنها برای عضوی ثبت می‌شود که دفترش خالی است.",
    # the parts below the doors
    "earlier_revision_stands": "نسخهٔ پیشین این سند هنوز برنگشته است: نخست آن را بازگردانید.",
    # the parts below the doors
    "unreadable_text": "نوشته‌ای نویسهٔ کنترلی دارد که در هیچ نوشته‌ای جا ندارد.",
    # the parts below the doors
    "revision_out_of_bounds": "شمارهٔ بازبینی از صفر تا یک میلیون است.",
    # kit
    "invalid_mobile": "این نوشته شمارهٔ موبایل ایران نیست.",
    "invalid_national_id": "این نوشته کد ملی نیست.",
    "invalid_legal_id": "این نوشته شناسهٔ ملی نیست.",
    "invalid_economic_code": "این نوشته کد اقتصادی نیست.",
    "invalid_postal_code": "این نوشته کد پستی نیست؛ کد پستی ده رقم دارد.",
    "invalid_sheba": "این نوشته شمارهٔ شبا نیست.",
    "invalid_card": "این نوشته شمارهٔ کارت بانکی نیست.",
}

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
        "Ask the club's owner for a key with this right.",
        "از صاحب باشگاه کلیدی با این اجازه بخواهید.",
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
        "Set the Content-Type and send JSON.",
        "Content-Type را درست کنید و JSON بفرستید.",
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
