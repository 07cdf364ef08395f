"""Which door stands at which address."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("vafa.interfaces.api.urls")),
    path("", include("vafa.interfaces.web.urls")),
    path("", include("vafa.interfaces.web.account_urls")),
    path("cashier/", include("vafa.interfaces.cashier.urls")),
    path("", include("vafa.interfaces.portal.urls")),
    path("", include("vafa.interfaces.backoffice.urls")),
]
if settings.IS_DEVELOPMENT:
    urlpatterns.append(path("dev/", include("vafa.interfaces.web.development_urls")))

handler400 = "vafa.interfaces.web.pages.malformed"
handler403 = "vafa.interfaces.web.pages.not_allowed"
handler404 = "vafa.interfaces.web.pages.not_found"
handler429 = "vafa.interfaces.web.account.too_many"
handler500 = "vafa.interfaces.web.pages.broken"
