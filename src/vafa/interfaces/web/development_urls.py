"""Pages for who works on Vafa, under /dev/; an installation for real people does not have them."""

from django.urls import URLPattern, URLResolver, path

from vafa.interfaces.web import gallery, phone

urlpatterns: list[URLPattern | URLResolver] = [
    path("phone/", phone.show, name="phone"),
    path("components/", gallery.gallery, name="gallery"),
]
