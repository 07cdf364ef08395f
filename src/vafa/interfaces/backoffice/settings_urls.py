"""Addresses of the settings."""

from django.urls import URLPattern, path

from vafa.interfaces.backoffice import staff

urlpatterns: list[URLPattern] = [
    path("settings/staff/", staff.staff, name="staff"),
    path("settings/staff/new/", staff.new_person, name="new_person"),
    path("settings/staff/<int:staff_id>/", staff.person, name="person"),
    path("settings/staff/<int:staff_id>/role/", staff.change, name="change_person"),
    path("settings/staff/<int:staff_id>/suspend/", staff.suspend, name="suspend_person"),
    path("settings/staff/<int:staff_id>/resume/", staff.resume, name="resume_person"),
]
