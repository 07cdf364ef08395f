"""The words of what may be wrong with a programme: (message, remedy) of each code, by language.

Both languages have the same codes and figures (tested). `problem` fills them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vafa.kit.persian import Language

# A note is worth reading and stops nothing.
NOTES: Final = frozenset(
    {
        "leap_day", "cannot_be_spent", "minimum_below_step", "multiplies_by_one",
        "unused_budget", "unused_stacking", "superfluous_points_unit", "unknown_name",
        "always_on", "unearned_points", "without_effect",
    }
)  # fmt: skip

_FA: Final[Mapping[str, tuple[str, str]]] = {
    "too_large": ("این برنامه از {limit} بایت بزرگ‌تر است.", "قاعده‌های کم‌کاربرد را حذف کنید."),
    "too_deep": ("ساختار بیش از {limit} لایه تودرتو دارد.", "شرط‌ها را ساده‌تر بنویسید."),
    "unreadable": ("این متن JSON درستی نیست.", "پرونده‌ای را بیاورید که وفا بیرون داده است."),
    "duplicate_key": ("کلید «{key}» دو بار آمده است.", "یکی از آن دو را حذف کنید."),
    "unknown_format": (
        "قالب این پرونده «{found}» است و شناخته نیست.",
        "پرونده‌ای با قالب «{expected}» بیاورید یا وفا را به‌روز کنید.",
    ),
    "missing": ("این بخش خالی است.", "مقدار آن را بنویسید."),
    "unknown_field": ("چنین بخشی در برنامه وجود ندارد.", "آن را حذف کنید یا نامش را درست کنید."),
    "not_whole_number": ("این مقدار عدد درست نیست.", "عددی بدون اعشار و بدون گیومه بنویسید."),
    "below_minimum": ("این مقدار کمتر از {limit} است.", "مقداری از {limit} به بالا بنویسید."),
    "above_maximum": ("این مقدار بیشتر از {limit} است.", "مقداری تا {limit} بنویسید."),
    "text_too_short": ("این متن کوتاه‌تر از اندازه است.", "دست‌کم {limit} نویسه بنویسید."),
    "text_too_long": ("این متن بلندتر از اندازه است.", "حداکثر {limit} نویسه بنویسید."),
    "bad_code": (
        "این کد نویسهٔ ناپذیرفته دارد.",
        "تنها حروف کوچک لاتین، رقم، نقطه، خط تیره و زیرخط به کار ببرید.",
    ),
    "not_a_choice": ("این مقدار پذیرفته نیست.", "یکی از اینها را برگزینید: {choices}."),
    "too_many": ("شمار اینها بیش از {limit} است.", "حداکثر {limit} مورد نگه دارید."),
    "too_few": ("شمار اینها کمتر از {limit} است.", "دست‌کم {limit} مورد بنویسید."),
    "wrong_type": ("نوع این مقدار درست نیست.", "مقداری مانند نمونهٔ طرح‌وارهٔ برنامه بنویسید."),
    "bad_date": ("چنین تاریخی وجود ندارد.", "تاریخ را به شکل ‎2026-03-21‎ بنویسید."),
    "duplicate_code": (
        "کد «{code}» بیش از یک بار آمده است.",
        "کد دیگری برای یکی از آنها بنویسید.",
    ),
    "duplicate_number": (
        "شمارهٔ واحد {number} بیش از یک بار آمده است.",
        "به هر واحد شماره‌ای جدا بدهید.",
    ),
    "duplicate_cap": ("برای این دوره بیش از یک سقف آمده است.", "تنها کمترین سقف را نگه دارید."),
    "unknown_unit": ("واحد «{code}» در برنامه نیست.", "یکی از اینها را بنویسید: {choices}."),
    "unknown_tier": ("سطح «{code}» در نردبان نیست.", "یکی از اینها را بنویسید: {choices}."),
    "no_ladder": (
        "سطح «{code}» نام برده شده، ولی برنامه سطح ندارد.",
        "نردبان سطح‌ها را تعریف کنید یا این شرط را حذف کنید.",
    ),
    "unknown_stacking": ("گروه انباشت «{code}» تعریف نشده است.", "آن را در برنامه تعریف کنید."),
    "unknown_budget": ("بودجهٔ «{code}» تعریف نشده است.", "آن را در برنامه تعریف کنید."),
    "unknown_rule": ("قاعدهٔ «{code}» در برنامه نیست.", "یکی از اینها را بنویسید: {choices}."),
    "held_unit_gone": (
        "اعضا واحد «{code}» را دارند، ولی این برنامه آن را ندارد.",
        "آن را در برنامه نگه دارید و قاعده‌هایی را که می‌دهندش حذف کنید.",
    ),
    "held_unit_changed": (
        "اعضا واحد «{code}» را دارند، ولی شماره یا نوعش دگرگون شده است.",
        "شماره و نوع پیشین را برگردانید و برای واحد تازه کد دیگری بنویسید.",
    ),
    "unknown_zone": ("منطقهٔ زمانی «{code}» شناخته نیست.", "نامی مانند Asia/Tehran بنویسید."),
    "unknown_name": (
        "کد «{code}» در باشگاه ثبت نشده است.",
        "پیش از اجرا آن را ثبت کنید یا کد را درست کنید.",
    ),
    "first_threshold": ("مرز پایین‌ترین سطح صفر نیست.", "مرز نخستین سطح را صفر بنویسید."),
    "thresholds_order": (
        "مرز این سطح از مرز سطح پیش از آن بیشتر نیست.",
        "سطح‌ها را از پایین به بالا و با مرزهای افزاینده بنویسید.",
    ),
    "marginal_needs_spend": (
        "نرخ پله‌ای تنها برای سطح‌هایی است که با مبلغ خرید تعیین می‌شوند.",
        "پایهٔ نردبان را مبلغ خرید کنید یا نرخ پله‌ای را خاموش کنید.",
    ),
    "points_unit_missing": (
        "نردبان بر پایهٔ امتیاز است، ولی واحد آن نوشته نشده است.",
        "واحد امتیاز نردبان را بنویسید.",
    ),
    "points_unit_kind": (
        "واحد نردبان باید از نوع امتیاز باشد.",
        "واحدی از نوع امتیاز برگزینید.",
    ),
    "superfluous_points_unit": (
        "این نردبان بر پایهٔ امتیاز نیست و واحد آن به کار نمی‌آید.",
        "واحد نردبان را خالی بگذارید.",
    ),
    "unearned_points": (
        "هیچ قاعده‌ای «{unit}» نمی‌دهد و سطح کسی بالا نمی‌رود.",
        "قاعده‌ای برای کسب آن بنویسید.",
    ),
    "leap_day": (
        "۳۰ اسفند تنها در سال کبیسه هست؛ در سال‌های دیگر ۲۹ اسفند به کار می‌رود.",
        "اگر همین را می‌خواهید کاری لازم نیست.",
    ),
    "no_such_day": ("این ماه {days} روز دارد.", "روزی از یکم تا {days} بنویسید."),
    "credit_value": (
        "اعتبار به ریال است و ارزش هر واحد آن یک ریال است.",
        "ارزش را یک به یک بنویسید، یا نوع واحد را امتیاز کنید.",
    ),
    "cannot_be_spent": (
        "این اعتبار هیچ راه خرج کردنی ندارد.",
        "سیاست خرج کردن را برای آن بنویسید.",
    ),
    "share_of_zero": ("بیشترین سهم قابل پرداخت صفر است.", "سهمی بیشتر از صفر بنویسید."),
    "worthless_step": (
        "ارزش یک گام خرج کردن کمتر از یک ریال است.",
        "گام یا ارزش واحد را بیشتر کنید.",
    ),
    "minimum_above_maximum": (
        "کمینهٔ خرج کردن در کوچک‌ترین خرید پذیرفته از بیشینهٔ آن بیشتر است.",
        "کمینه را کم کنید یا کمترین مبلغ خرید یا سهم را زیاد کنید.",
    ),
    "minimum_below_step": (
        "کمینهٔ خرج کردن مضرب گام نیست؛ در عمل مضرب بعدی کمینه است.",
        "کمینه را مضربی از گام بنویسید.",
    ),
    "cap_of_zero": ("سقف صفر است و هیچ پاداشی داده نمی‌شود.", "سقف را بیشتر کنید یا حذف کنید."),
    "cap_of_several_units": (
        "این قاعده چند واحد می‌دهد و سقف آن معلوم نیست از کدام است.",
        "برای هر واحد قاعده‌ای جدا بنویسید.",
    ),
    "budget_of_zero": ("بودجه صفر است و هیچ پاداشی داده نمی‌شود.", "مبلغ بودجه را بنویسید."),
    "budget_of_other_unit": (
        "این بودجه از «{budget_unit}» است، ولی قاعده «{unit}» می‌دهد.",
        "بودجه‌ای از همان واحد برگزینید یا قاعده را جدا کنید.",
    ),
    "unused_budget": ("هیچ قاعده‌ای از این بودجه نمی‌دهد.", "آن را به قاعده‌ای بدهید یا حذف کنید."),
    "unused_stacking": ("هیچ قاعده‌ای در این گروه نیست.", "آن را به قاعده‌ای بدهید یا حذف کنید."),
    "gives_nothing": ("این اثر هیچ چیزی نمی‌دهد.", "سهمی بیشتر از صفر بنویسید."),
    "multiplies_nothing": (
        "هیچ قاعدهٔ دیگری با همین محرک «{unit}» نمی‌دهد تا چند برابر شود.",
        "قاعده‌ای که این واحد را می‌دهد بنویسید یا ضریب را حذف کنید.",
    ),
    "multiplies_by_one": ("ضریب برابر یک است و چیزی را تغییر نمی‌دهد.", "ضریب دیگری بنویسید."),
    "multiplied_rule_gives_none": (
        "قاعدهٔ «{code}» با همین محرک «{unit}» نمی‌دهد.",
        "قاعده‌ای را نام ببرید که این واحد را می‌دهد.",
    ),
    "too_large_together": (
        "نرخ این اثر با ضریب‌های آن از اندازهٔ محاسبه بیرون می‌رود.",
        "نرخ یا ضریب‌ها را کوچک‌تر کنید.",
    ),
    "without_effect": (
        "این قاعده تنها ضریب است و این بخش در آن اثری ندارد.",
        "آن را در قاعده‌ای بنویسید که پاداش را می‌دهد.",
    ),
    "carry_alone": (
        "انتقال باقی‌مانده با اثر دیگری در یک قاعده جمع نمی‌شود.",
        "اثرهای دیگر را در قاعده‌ای جدا بنویسید.",
    ),
    "carry_rounding": (
        "انتقال باقی‌مانده تنها با گرد کردن رو به پایین و گام یک درست است.",
        "گرد کردن واحد را رو به پایین و گام را یک کنید.",
    ),
    "inactivity_is_the_units": (
        "انقضا با عدم خرید همهٔ موجودی واحد را می‌گیرد و برای یک قاعده نیست.",
        "آن را برای واحد بنویسید و انقضای قاعده را خالی بگذارید.",
    ),
    "expiry_beside_inactivity": (
        "انقضای واحد با عدم خرید است و قاعده نمی‌تواند انقضای جدا داشته باشد.",
        "انقضای قاعده را خالی بگذارید یا انقضای واحد را عوض کنید.",
    ),
    "needs_purchase": (
        "این تنها با خرید معنا دارد، ولی محرک قاعده خرید نیست.",
        "محرک را خرید کنید یا مقدار ثابت بدهید.",
    ),
    "never_holds": ("این شرط هرگز برقرار نمی‌شود.", "بازه یا فهرست آن را درست کنید."),
    "never_applies": (
        "شرط‌های این قاعده با هم برقرار نمی‌شوند و قاعده هرگز اجرا نمی‌شود.",
        "شرط‌های ناسازگار را حذف کنید.",
    ),
    "always_on": ("این شرط همیشه برقرار است.", "آن را حذف کنید یا بازه‌اش را بنویسید."),
    "empty_period": ("پایان این بازه پس از آغاز آن نیست.", "تاریخ پایان را پس از آغاز بنویسید."),
    "no_lines_left": (
        "همهٔ گروه‌های این قاعده کنار گذاشته شده‌اند.",
        "گروه را از فهرست استثناها بردارید.",
    ),
    "conditions_too_deep": (
        "شرط‌ها بیش از {limit} لایه تودرتو دارند.",
        "شرط را ساده کنید یا در دو قاعده بنویسید.",
    ),
    "reward_cost": (
        "پاداشی که عضو درخواست می‌کند بها دارد و پاداش‌های دیگر بها ندارند.",
        "بهای آن را بنویسید یا بها را خالی بگذارید.",
    ),
    "reward_not_automatic": (
        "کالای رایگان تکی و سقف برای هر عضو از آنِ پاداشِ درخواستی است.",
        "پاداش را درخواستی کنید یا اثر آن را عوض کنید.",
    ),
    "notice_order": ("مرزها از ۱ به بالا مرتب نیستند.", "آنها را از کم به زیاد بنویسید."),
    "gift_card_unit_kind": (
        "کارت هدیه در اعتباری نگه‌داری می‌شود که مانند پول خرج شود.",
        "چنین واحدی را برگزینید.",
    ),
    "too_many_conditions": (
        "این قاعده بیش از {limit} شرط دارد.",
        "آن را به چند قاعده بخش کنید.",
    ),
}

_EN: Final[Mapping[str, tuple[str, str]]] = {
    "too_large": ("The programme is larger than {limit} bytes.", "Remove rules of little use."),
    "too_deep": ("The structure is more than {limit} levels deep.", "Write simpler conditions."),
    "unreadable": ("The text is not correct JSON.", "Take a file that Vafa has exported."),
    "duplicate_key": ("The key “{key}” stands twice.", "Remove one of them."),
    "unknown_format": (
        "The file's format is “{found}”, which is not known.",
        "Take a file of format “{expected}”, or upgrade Vafa.",
    ),
    "missing": ("There is nothing here.", "Fill it in."),
    "unknown_field": ("A programme has no such part.", "Remove it or correct its name."),
    "not_whole_number": ("It is not a whole number.", "Write digits without point or quotes."),
    "below_minimum": ("It is below {limit}.", "Write {limit} or more."),
    "above_maximum": ("It is above {limit}.", "Write {limit} or less."),
    "text_too_short": ("The text is too short.", "Write at least {limit} characters."),
    "text_too_long": ("The text is too long.", "Write at most {limit} characters."),
    "bad_code": (
        "The code has a character that is not allowed.",
        "Use lower-case Latin letters, digits, point, hyphen and underscore only.",
    ),
    "not_a_choice": ("It is none of the choices.", "Choose one of: {choices}."),
    "too_many": ("There are more than {limit} of these.", "Keep at most {limit}."),
    "too_few": ("There are fewer than {limit} of these.", "Write at least {limit}."),
    "wrong_type": ("It is of the wrong type.", "Write it as the programme's schema shows."),
    "bad_date": ("There is no such date.", "Write the date as 2026-03-21."),
    "duplicate_code": ("The code “{code}” stands more than once.", "Give one another code."),
    "duplicate_number": (
        "The unit number {number} stands more than once.",
        "Give each unit a number of its own.",
    ),
    "duplicate_cap": ("There are several caps for the period.", "Keep the lowest one only."),
    "unknown_unit": ("The programme has no unit “{code}”.", "Write one of: {choices}."),
    "unknown_tier": ("The ladder has no tier “{code}”.", "Write one of: {choices}."),
    "no_ladder": (
        "The tier “{code}” is named, but the programme has no tiers.",
        "Define the ladder, or remove the condition.",
    ),
    "unknown_stacking": ("The stacking group “{code}” is not defined.", "Define it."),
    "unknown_budget": ("The budget “{code}” is not defined.", "Define it."),
    "unknown_rule": ("The programme has no rule “{code}”.", "Write one of: {choices}."),
    "held_unit_gone": (
        "Members hold the unit “{code}”, but this programme does not have it.",
        "Keep it in the programme, and remove the rules that give it.",
    ),
    "held_unit_changed": (
        "Members hold the unit “{code}”, but its number or kind has changed.",
        "Restore its number and kind, and write another code for the new unit.",
    ),
    "unknown_zone": ("The time zone “{code}” is not known.", "Write a name such as Asia/Tehran."),
    "unknown_name": (
        "The club does not know the code “{code}”.",
        "Register it before the programme starts, or correct the code.",
    ),
    "first_threshold": ("The lowest tier does not begin at 0.", "Write 0 as its threshold."),
    "thresholds_order": (
        "The tier's threshold is not above that of the tier before it.",
        "Write the tiers from low to high, with rising thresholds.",
    ),
    "marginal_needs_spend": (
        "A marginal rate is only for tiers by the amount of purchases.",
        "Make the ladder's basis spend, or switch the marginal rate off.",
    ),
    "points_unit_missing": (
        "The ladder is by points, but does not say which.",
        "Write the ladder's unit of points.",
    ),
    "points_unit_kind": ("The ladder's unit must be points.", "Choose a unit of kind points."),
    "superfluous_points_unit": (
        "The ladder is not by points, so its unit is of no use.",
        "Leave the ladder's unit empty.",
    ),
    "unearned_points": (
        "No rule gives “{unit}”, so nobody moves up.",
        "Write a rule that gives it.",
    ),
    "leap_day": (
        "30 Esfand is in leap years only; in other years 29 Esfand counts.",
        "There is nothing to do if that is meant.",
    ),
    "no_such_day": ("The month has {days} days.", "Write a day from 1 to {days}."),
    "credit_value": (
        "Credit is in Rial, and one of it is worth one Rial.",
        "Write a value of 1 for 1, or make the unit points.",
    ),
    "cannot_be_spent": ("There is no way to spend the credit.", "Write its redemption policy."),
    "share_of_zero": ("The largest share that it may pay is 0.", "Write a share above 0."),
    "worthless_step": (
        "One step of spending is worth less than one Rial.",
        "Make the step or the unit's value larger.",
    ),
    "minimum_above_maximum": (
        "In the smallest order allowed, the least to spend is above the most.",
        "Lower the minimum, or raise the minimum order or the share.",
    ),
    "minimum_below_step": (
        "The least to spend is no multiple of the step; the next multiple counts.",
        "Write a multiple of the step.",
    ),
    "cap_of_zero": ("The cap is 0, so nothing is given.", "Raise it or remove it."),
    "cap_of_several_units": (
        "The rule gives several units, so its cap is not clear.",
        "Write one rule for each unit.",
    ),
    "budget_of_zero": ("The budget is 0, so nothing is given.", "Write its amount."),
    "budget_of_other_unit": (
        "The budget is of “{budget_unit}”, but the rule gives “{unit}”.",
        "Choose a budget of the same unit, or part the rule.",
    ),
    "unused_budget": ("No rule gives from the budget.", "Give it to a rule, or remove it."),
    "unused_stacking": ("No rule is in the group.", "Give it to a rule, or remove it."),
    "gives_nothing": ("The effect gives nothing.", "Write a share above 0."),
    "multiplies_nothing": (
        "No other rule of the same trigger gives “{unit}” to multiply.",
        "Write a rule that gives the unit, or remove the multiplier.",
    ),
    "multiplies_by_one": ("The factor is 1, so nothing changes.", "Write another factor."),
    "multiplied_rule_gives_none": (
        "The rule “{code}” gives no “{unit}” on the same trigger.",
        "Name a rule that gives the unit.",
    ),
    "too_large_together": (
        "The effect's rate and its multipliers are too large to compute.",
        "Make the rate or the multipliers smaller.",
    ),
    "without_effect": (
        "The rule only multiplies, so this part of it has no effect.",
        "Write it in the rule that gives the reward.",
    ),
    "carry_alone": (
        "A rule that carries the rest can have no other effect.",
        "Write the other effects in a rule of their own.",
    ),
    "carry_rounding": (
        "Carrying the rest is right only when rounding down by steps of 1.",
        "Let the unit round down, with a step of 1.",
    ),
    "inactivity_is_the_units": (
        "Expiry by inactivity ends all of a unit, so it is not for one rule.",
        "Write it for the unit, and leave the rule's expiry empty.",
    ),
    "expiry_beside_inactivity": (
        "The unit expires by inactivity, so a rule can have no expiry of its own.",
        "Leave the rule's expiry empty, or change the unit's.",
    ),
    "needs_purchase": (
        "It makes sense on a purchase only, but the rule's trigger is another.",
        "Make the trigger a purchase, or give a fixed amount.",
    ),
    "never_holds": ("The condition never holds.", "Correct its range or list."),
    "never_applies": (
        "The rule's conditions never hold together, so it never applies.",
        "Remove those that contradict each other.",
    ),
    "always_on": ("The condition always holds.", "Remove it, or write its range."),
    "empty_period": ("The period does not end after it starts.", "Write a later end."),
    "no_lines_left": ("All groups of the rule are excluded.", "Take a group off the exclusions."),
    "conditions_too_deep": (
        "The conditions are more than {limit} levels deep.",
        "Make them simpler, or write two rules.",
    ),
    "reward_cost": (
        "A reward that is claimed has a cost, and no other has one.",
        "Write its cost, or leave the cost empty.",
    ),
    "reward_not_automatic": (
        "Single free items and limits per member are for rewards that are claimed.",
        "Let it be claimed, or change the effect.",
    ),
    "notice_order": ("The thresholds do not rise from 1.", "Write them from low to high."),
    "gift_card_unit_kind": (
        "Gift cards are kept in credit that is spent like money.",
        "Choose such a unit.",
    ),
    "too_many_conditions": (
        "The rule has more than {limit} conditions.",
        "Part it into several rules.",
    ),
}

TEXTS: Final[Mapping[Language, Mapping[str, tuple[str, str]]]] = {"fa": _FA, "en": _EN}
