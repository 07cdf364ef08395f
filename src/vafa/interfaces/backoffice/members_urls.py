"""Addresses of the members."""

from django.urls import URLPattern, path

from vafa.interfaces.backoffice import member_forms, member_merge, member_page, members

urlpatterns: list[URLPattern] = [
    path("members/", members.members, name="members"),
    path("members/new/", member_forms.enrol, name="enrol_member"),
    path("members/<str:number>/", member_page.member, name="member"),
    path("members/<str:number>/purchases/", member_page.purchases, name="member_purchases"),
    path("members/<str:number>/statement/", member_page.statement, name="member_statement"),
    path("members/<str:number>/changes/", member_page.changes, name="member_changes"),
    path("members/<str:number>/edit/", member_forms.edit, name="edit_member"),
    path("members/<str:number>/adjust/", member_forms.adjust, name="adjust_member"),
    path("members/<str:number>/merge/", member_merge.merge, name="merge_member"),
    path(
        "members/<str:number>/merge/<int:merge_id>/undo/",
        member_merge.unmerge,
        name="unmerge_members",
    ),
]
