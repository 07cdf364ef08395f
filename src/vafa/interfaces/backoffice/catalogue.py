"""The products that the club sells: their list, a new one, and one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.catalogue.queries import NoSuchProduct
from vafa.domain.catalogue.records import (
    UNSPECIFIED,
    GroupCard,
    ProductCard,
    ProductGiven,
    ProductsSought,
)
from vafa.interfaces.web import downloads, formats, lists, sources
from vafa.interfaces.web.errors import title_of
from vafa.interfaces.web.forms import MoneyField, PageForm, PercentField, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.receipts import name_of
from vafa.journeys import manage_catalogue as journeys
from vafa.kit.errors import VafaError

_EXPORT_PAGE: Final = 1_000
_BESIDE: Final = {
    "barcode_taken": "barcode", "unknown_group": "group", "bad_product": "code",
}  # fmt: skip


class ProductForm(PageForm):
    """What a product is."""

    code = TextField(
        label=_("Code of the product"), max_length=60,
        help_text=_("The shop's own code (SKU). It stays as it is."),
    )  # fmt: skip
    name_fa = TextField(label=_("Name in Persian"), max_length=120)
    name_en = TextField(label=_("Name in English"), max_length=100, required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    price = MoneyField(
        label=_("Price with VAT"), required=False, least=1,
        help_text=_("Leave it empty to have the till ask for it."),
    )  # fmt: skip
    vat = PercentField(
        label=_("VAT in percent"), required=False,
        help_text=_("Leave it empty to take the club's rate."),
    )  # fmt: skip
    barcode = TextField(label=_("Barcode"), max_length=40, required=False)

    def __init__(self, *args: Any, groups: tuple[GroupCard, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)
        paths = paths_of(groups)
        field.choices = [("", gettext("No group")), *paths.items()]
        for name in ("code", "barcode"):
            self.fields[name].widget.attrs["dir"] = "ltr"

    def as_record(self, *, is_active: bool = True) -> ProductGiven:
        """Give the product as the journey takes it."""
        given = self.cleaned_data
        return ProductGiven(
            given["code"], given["name_fa"], given["name_en"], given["group"] or UNSPECIFIED,
            given["price"], given["vat"], given["barcode"], is_active,
        )  # fmt: skip


def paths_of(groups: tuple[GroupCard, ...]) -> dict[str, str]:
    """Give each group's name with those of the groups in which it lies, by its code."""
    names = {one.code: name_of(one) for one in groups}
    return {code: " / ".join(_way(code, names)) for code in names}


def listing(groups: tuple[GroupCard, ...], *, can_export: bool) -> lists.Listing:
    """Describe the list; its words are in the reader's language."""
    paths = paths_of(groups)
    return lists.Listing(
        code="products",
        title=gettext("Products"),
        columns=(
            lists.Column("name", gettext("Product"), name_of, href=address),
            lists.Column("code", gettext("Code"), lambda one: one.code, "code"),
            lists.Column("group", gettext("Group"), lambda one: paths.get(one.group, "")),
            lists.Column("price", gettext("Price with VAT"), lambda one: one.price_rials, "money"),
            lists.Column("barcode", gettext("Barcode"), lambda one: one.barcode, "code"),
            lists.Column("vat", gettext("VAT"), lambda one: one.vat_basis_points, "percent",
                         is_shown=False),
            lists.Column("name_en", gettext("Name in English"), lambda one: one.name_en,
                         is_shown=False),
            lists.Column("state", gettext("State"), _state),
        ),
        key=lambda one: one.product_id,
        sort="code",
        empty=lists.Empty(
            gettext("No product yet"),
            gettext("With products, tills ring up lines and rules know what was bought."),
            "package", reverse("backoffice:import_products"), gettext("Bring in a file"),
        ),
        name=name_of,
        filters=(
            lists.Filter("group", gettext("Group"), choices=tuple(paths.items())),
            lists.Filter("state", gettext("State"), choices=(
                ("active", gettext("Sold now")), ("retired", gettext("Retired")),
            )),
        ),
        views=(
            lists.View(gettext("All"), {}),
            lists.View(gettext("Sold now"), {"state": "active"}),
            lists.View(gettext("Retired"), {"state": "retired"}),
        ),
        search_hint=gettext("Name, code or barcode"),
        can_export=can_export,
    )  # fmt: skip


def address(one: ProductCard) -> str:
    """Give the address of a product's page."""
    return reverse("backoffice:product", args=[one.product_id])


@staff_page("sales.read")
@require_GET
def products(request: StaffRequest) -> HttpResponseBase:
    """List products, or send the list as a file."""
    groups = journeys.list_groups(principal=request.principal)
    shown = listing(groups, can_export="export" in request.principal.rights)
    asked = lists.read(shown, request.GET)
    sought = ProductsSought(
        text=asked.search, group=asked.filters.get("group", ""),
        state=asked.filters.get("state", ""), after=asked.after, before=asked.before,
        limit=lists.PAGE_ROWS + 1,
    )  # fmt: skip
    if asked.file:
        return downloads.reply(shown, asked, _every(request, sought))
    found = journeys.list_products(principal=request.principal, sought=sought)
    window = lists.cut(asked, found, cursor=lambda one: str(one.code))
    table = lists.table(shown, asked, window, path=request.path)
    told = {"table": table, "may_write": may_write(request)}
    return render(request, "backoffice/catalogue/list.html", told)


@staff_page("settings.write")
def new_product(request: StaffRequest) -> HttpResponse:
    """Add a product."""
    groups = journeys.list_groups(principal=request.principal)
    initial = {"group": request.GET.get("group", "")}
    form = ProductForm(request.POST or None, groups=groups, initial=initial)
    if form.is_valid():
        given = form.as_record()
        known = journeys.name_products(principal=request.principal, codes=[given.code])
        if given.code in known:
            form.add_error("code", gettext("Another product has this code."))
        elif _put(request, form, given):
            messages.success(request, gettext("The product is added."))
            return HttpResponseRedirect(reverse("backoffice:products"))
    status = 422 if form.is_bound else 200
    return render(request, "backoffice/catalogue/product.html", {"form": form}, status=status)


@staff_page("sales.read")
def product(request: StaffRequest, product_id: int) -> HttpResponse:
    """Show a product, and change it."""
    card = _found(request, product_id)
    groups = journeys.list_groups(principal=request.principal)
    initial = {
        "code": card.code, "name_fa": card.name_fa, "name_en": card.name_en,
        "group": "" if card.group == UNSPECIFIED else card.group, "price": card.price_rials,
        "vat": card.vat_basis_points, "barcode": card.barcode,
    }  # fmt: skip
    form = ProductForm(request.POST or None, groups=groups, initial=initial)
    form.fields["code"].disabled = True
    if form.is_bound and not may_write(request):
        return render(request, "web/account/no_right.html", status=403)
    if form.is_valid() and _put(request, form, form.as_record(is_active=card.is_active)):
        messages.success(request, gettext("The product is changed."))
        return HttpResponseRedirect(address(card))
    told = {"form": form, "card": card, "title": name_of(card), "may_write": may_write(request)}
    status = 422 if form.is_bound else 200
    return render(request, "backoffice/catalogue/product.html", told, status=status)


@staff_page("settings.write")
@require_POST
def retire(request: StaffRequest, product_id: int) -> HttpResponse:
    """Take a product from the tills, or bring it back."""
    card = _found(request, product_id)
    is_back = "back" in request.POST
    given = ProductGiven(
        card.code, card.name_fa, card.name_en, card.group, card.price_rials,
        card.vat_basis_points, card.barcode, is_back,
    )  # fmt: skip
    try:
        _put_one(request, given)
    except VafaError as error:
        messages.error(request, title_of(error, formats.language()))
    else:
        said = gettext("The product is retired; past sales keep it.")
        messages.success(request, gettext("The product is sold again.") if is_back else said)
    return HttpResponseRedirect(address(card))


def may_write(request: StaffRequest) -> bool:
    """Tell whether this person may change the catalogue."""
    return "settings.write" in request.principal.rights


def _way(code: str, names: Mapping[str, str]) -> list[str]:
    parts = code.split(".")
    steps = (".".join(parts[: place + 1]) for place in range(len(parts)))
    return [names[step] for step in steps if step in names]


def _state(one: ProductCard) -> str:
    return gettext("Sold now") if one.is_active else gettext("Retired")


def _found(request: StaffRequest, product_id: int) -> ProductCard:
    try:
        return journeys.show_product(principal=request.principal, product_id=product_id)
    except NoSuchProduct as error:
        raise Http404 from error


def _put_one(request: StaffRequest, given: ProductGiven) -> None:
    journeys.put_products(
        principal=request.principal, ids=sources.ids(), at=sources.now(), products=[given]
    )


def _put(request: StaffRequest, form: ProductForm, given: ProductGiven) -> bool:
    """Put a product; a refusal stands at its field."""
    try:
        _put_one(request, given)
    except VafaError as error:
        form.refuse(error, fields=_BESIDE)
        return False
    return True


def _every(request: StaffRequest, sought: ProductsSought) -> Iterator[ProductCard]:
    """Give all products that are sought, page by page."""
    page = replace(sought, after="", before="", limit=_EXPORT_PAGE)
    while True:
        found = journeys.list_products(principal=request.principal, sought=page)
        yield from found
        if len(found) < _EXPORT_PAGE:
            return
        page = replace(page, after=found[-1].code)
