"""The page of components (/dev/components/): each tag in each state, with one line on its use.

Only in development and in tests. What it shows is made up here and touches no data.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django import forms as django_forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from vafa.interfaces.web import charts, forms, gallery_data, lists
from vafa.interfaces.web.parts import MappedColumn, RowProblem, Step, Tab
from vafa.interfaces.web.sources import now


class GalleryForm(forms.KeyedForm):
    """Every kind of field."""

    name = forms.TextField(label="نام و نام خانوادگی", max_length=60)
    mobile = forms.MobileField(label="موبایل", help_text="با صفر یا بی صفر، با هر رقمی")
    amount = forms.MoneyField(label="مبلغ خرید", least=10)
    share = forms.PercentField(label="بازگشت", required=False, help_text="تا دو رقم اعشار")
    birthday = forms.DayField(label="روز تولد", required=False)
    starts = forms.DayField(label="از روز")
    ends = forms.DayField(label="تا روز")
    tier = django_forms.ChoiceField(label="سطح", choices=[("", "همه"), ("gold", "طلایی")])
    note = django_forms.CharField(
        label="یادداشت", widget=django_forms.Textarea(attrs={"rows": 3}), required=False
    )
    agreed = django_forms.BooleanField(label="پیامک تشکر فرستاده شود", required=False)
    way = django_forms.ChoiceField(
        label="راه پرداخت",
        widget=django_forms.RadioSelect,
        choices=[("card", "کارت"), ("cash", "نقد"), ("credit", "اعتبار")],
    )
    file = django_forms.FileField(label="فایل اکسل", required=False)


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    if not settings.IS_DEVELOPMENT:
        raise Http404
    at = now()
    asked = lists.read(gallery_data.LISTING, request.GET)
    path = request.path
    window = lists.Window(gallery_data.MEMBERS, next="x", total=1240)
    return render(
        request,
        "web/gallery.html",
        {
            **_values(at),
            **_charts(),
            "form": GalleryForm(initial={"amount": 12_500_000, "birthday": date(1990, 5, 21)}),
            "wrong": GalleryForm(
                {"name": "", "mobile": "۰۹۱۰", "amount": "abc", "birthday": "1404/12/30"},
                auto_id="wrong_%s",
            ),
            "table": lists.table(gallery_data.LISTING, asked, window, path=path),
            "table_empty": lists.table(
                gallery_data.empty_list("gallery-none-yet", "هنوز خالی"),
                lists.Asked(),
                lists.Window([]),
                path=path,
            ),
            "table_none": lists.table(
                gallery_data.empty_list("gallery-not-found", "نایافته"),
                lists.Asked(search="زهرا"),
                lists.Window([]),
                path=path,
            ),
            "table_broken": lists.table(
                gallery_data.empty_list("gallery-broken", "خوانده‌نشده"),
                lists.Asked(),
                lists.Window([]),
                path=path,
                problem=_("The list could not be read just now."),
            ),
        },
    )


def _values(at: datetime) -> dict[str, object]:
    return {
        "now": at,
        "some_time_ago": at - timedelta(minutes=9),
        "newyear": datetime(2026, 3, 21, 8, 30, tzinfo=UTC),
        "trend": [3, 5, 4, 7, 6, 9, 8, 12],
        "falling": [9, 8, 8, 6, 7, 5, 4, 4],
        "tabs": [
            Tab("خلاصه", "/dev/components/"),
            Tab("سفارش‌ها", "#orders", 21),
            Tab("دفتر", "#book"),
        ],
        "steps": [Step("داده", "#1"), Step("برنامه", "#2"), Step("نتیجه"), Step("انتشار")],
        "setup": [
            Step("مشخصات کسب‌وکار", is_done=True),
            Step("ورود مشتریان و سفارش‌های گذشته", is_done=True),
            Step("انتخاب برنامه", href="#setup"),
            Step("نخستین خرید در صندوق", href="#setup"),
        ],
        "happenings": gallery_data.happenings(at),
        "book": gallery_data.book(at),
        "cohorts": gallery_data.COHORTS,
        "receipt": gallery_data.receipt(at),
        "columns": [
            MappedColumn("1", "شماره همراه", ["09123456789", "09351112233"], chosen="mobile"),
            MappedColumn("2", "مبلغ فاکتور", ["435000", "1,270,000"], chosen="amount"),
            MappedColumn("3", "کد", ["A-12", "A-13"], error="این ستون دو بار آمده است."),
        ],
        "targets": [("mobile", "موبایل"), ("amount", "مبلغ (تومان)"), ("day", "تاریخ خرید")],
        "problems": [
            RowProblem(14, "شماره همراه", "0912345", "شمارهٔ موبایل درست نیست"),
            RowProblem(32, "مبلغ فاکتور", "-5000", "مبلغ کمتر از صفر است"),
        ],
    }


def _charts() -> dict[str, charts.Chart]:
    months = gallery_data.MONTHS
    first, again = gallery_data.FIRST, gallery_data.AGAIN
    return {
        "stacked": charts.bars(
            "فروش ماهانه", months, [first, again], write=charts.money, stacked=True
        ),
        "side": charts.bars("سود هر ماه", months[:6], gallery_data.PROFIT, write=charts.money),
        "lines": charts.lines("خرید نخست و تکراری", months, [first, again], write=charts.money),
        "forecast": charts.fan(
            "سود برآوردی", months[:6], gallery_data.MIDDLE, gallery_data.BANDS, write=charts.money
        ),
        "levels": charts.donut(
            "اعضا به تفکیک سطح",
            [("عادی", 1420), ("برنزی", 702), ("نقره‌ای", 281), ("طلایی", 83)],
            unit="عضو",
        ),
    }
