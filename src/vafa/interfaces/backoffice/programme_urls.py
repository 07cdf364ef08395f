"""Addresses of the programme."""

from django.urls import URLPattern, path

from vafa.interfaces.backoffice import (
    coupons,
    draft_urls,
    gift_cards,
    programme,
    programme_file,
    programme_groups,
    programme_movers,
    programme_publish,
    setup,
)

_VERSION = "programme/versions/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("programme/", programme.programme, name="programme"),
    path("programme/file/", programme_file.bring_programme, name="bring_programme"),
    path("programme/groups/", programme_groups.programme_groups, name="programme_groups"),
    path("programme/versions/", programme.versions, name="versions"),
    path(_VERSION, programme.version, name="version"),
    path(f"{_VERSION}file/", programme_file.version_file, name="version_file"),
    path(f"{_VERSION}publish/", programme_publish.publish, name="publish_version"),
    path(f"{_VERSION}count/", programme_publish.count_movers, name="count_movers"),
    path(f"{_VERSION}movers/", programme_movers.movers, name="movers"),
    path(f"{_VERSION}take-back/", programme_publish.take_back, name="take_back"),
    path("coupons/", coupons.coupons, name="coupons"),
    path("coupons/new/", coupons.new_coupons, name="new_coupons"),
    path("coupons/<int:series_id>/", coupons.coupon_series, name="coupon_series"),
    path("coupons/<int:series_id>/end/", coupons.end_coupons, name="end_coupons"),
    path("gift-cards/", gift_cards.gift_cards, name="gift_cards"),
    path("gift-cards/new/", gift_cards.new_gift_card, name="new_gift_card"),
    path("gift-cards/<int:card_id>/", gift_cards.gift_card, name="gift_card"),
    path("gift-cards/<int:card_id>/block/", gift_cards.block_gift_card, name="block_gift_card"),
    path(
        "gift-cards/<int:card_id>/unblock/",
        gift_cards.unblock_gift_card,
        name="unblock_gift_card",
    ),
    path("setup/", setup.setup, name="setup"),
    path("setup/put-away/", setup.put_away, name="put_setup_away"),
    *draft_urls.urlpatterns,
]
