"""Addresses of a club's members: /c/<club>/, /j/<code>, /r/<token>."""

from django.urls import URLPattern, URLResolver, path

from vafa.interfaces.portal import (
    claim,
    club_page,
    erasure,
    join,
    member_home,
    mobile,
    my_data,
    orders,
    profile,
    receipt,
    rewards,
    sign_in,
    statement,
)

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:club>/app.webmanifest", club_page.manifest, name="manifest"),
    path("c/<slug:club>/", club_page.show, name="club"),
    path("c/<slug:club>/terms/", join.terms, name="terms"),
    path("c/<slug:club>/join/", join.join, name="join"),
    path("j/<slug:club>", join.invited, name="invited"),
    path("c/<slug:club>/sign-in/", sign_in.ask_mobile, name="sign_in"),
    path("c/<slug:club>/sign-in/code/", sign_in.type_code, name="code"),
    path("c/<slug:club>/sign-in/recognise/", sign_in.recognise, name="recognise"),
    path("c/<slug:club>/sign-out/", sign_in.sign_out, name="sign_out"),
    path("c/<slug:club>/me/", member_home.home, name="home"),
    path("c/<slug:club>/me/card/", member_home.card, name="card"),
    path("c/<slug:club>/me/rewards/", rewards.rewards, name="rewards"),
    path("c/<slug:club>/me/statement/", statement.statement, name="statement"),
    path("c/<slug:club>/me/orders/", orders.orders, name="orders"),
    path("c/<slug:club>/me/orders/new/", orders.new_order, name="new_order"),
    path("c/<slug:club>/me/orders/<int:number>/", orders.order, name="order"),
    path("c/<slug:club>/me/orders/<int:number>/note/", orders.note, name="note_order"),
    path("c/<slug:club>/me/orders/<int:number>/files/", orders.attach, name="attach_order_file"),
    path(
        "c/<slug:club>/me/orders/<int:number>/files/<int:file_id>/",
        orders.file,
        name="order_file",
    ),
    path("c/<slug:club>/me/profile/", profile.profile, name="profile"),
    path("c/<slug:club>/me/consents/", profile.consents, name="consents"),
    path("r/<slug:club>/<str:code>", receipt.receipt, name="receipt"),
    path("c/<slug:club>/me/receipt/", claim.claim, name="claim"),
    path("c/<slug:club>/me/data/", my_data.my_data, name="my_data"),
    path("c/<slug:club>/me/data/download/", my_data.download, name="download"),
    path("c/<slug:club>/me/data/leave/", my_data.leave, name="leave"),
    path("c/<slug:club>/me/data/erase/", erasure.erase, name="erase"),
    path("c/<slug:club>/me/mobile/", mobile.mobile, name="mobile"),
    path("c/<slug:club>/me/mobile/<int:change_id>/", mobile.mobile_codes, name="mobile_codes"),
    path("c/<slug:club>/me/devices/", sign_in.show_devices, name="devices"),
]
