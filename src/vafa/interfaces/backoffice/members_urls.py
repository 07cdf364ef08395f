"""Addresses of the members."""

from django.urls import URLPattern, path

from vafa.interfaces.backoffice import (
    member_data,
    member_forms,
    member_merge,
    member_mobile,
    member_notes,
    member_page,
    member_tags,
    member_timeline,
    members,
    members_together,
)

urlpatterns: list[URLPattern] = [
    path("members/", members.members, name="members"),
    path("members/new/", member_forms.enrol, name="enrol_member"),
    path("members/together/", members_together.together, name="members_together"),
    path("members/together/undo/", members_together.undo, name="undo_members_together"),
    path("members/tags/", member_tags.tags, name="member_tags"),
    path("members/tags/<int:tag_id>/drop/", member_tags.drop_tag, name="drop_member_tag"),
    path("members/views/", member_tags.save_view, name="save_members_view"),
    path("members/views/<int:view_id>/drop/", member_tags.drop_view, name="drop_members_view"),
    path("members/merges/", member_merge.merges, name="merges"),
    path("members/<str:number>/", member_page.member, name="member"),
    path("members/<str:number>/purchases/", member_page.purchases, name="member_purchases"),
    path("members/<str:number>/statement/", member_page.statement, name="member_statement"),
    path("members/<str:number>/notes/", member_notes.notes, name="member_notes"),
    path("members/<str:number>/notes/write/", member_notes.write, name="write_note"),
    path("members/<str:number>/notes/<int:note_id>/", member_notes.change, name="change_note"),
    path("members/<str:number>/marks/", member_notes.mark, name="mark_member"),
    path("members/<str:number>/changes/", member_page.changes, name="member_changes"),
    path("members/<str:number>/timeline/", member_timeline.timeline, name="member_timeline"),
    path("members/<str:number>/data/", member_data.data, name="member_data"),
    path("members/<str:number>/data/copy/", member_data.copy, name="copy_member_data"),
    path("members/<str:number>/data/leave/", member_data.leave, name="end_membership"),
    path("members/<str:number>/data/erase/", member_data.erase, name="erase_member"),
    path("members/<str:number>/mobile/", member_mobile.ask, name="change_mobile"),
    path(
        "members/<str:number>/mobile/<int:change_id>/",
        member_mobile.confirm,
        name="confirm_mobile",
    ),
    path("members/<str:number>/edit/", member_forms.edit, name="edit_member"),
    path("members/<str:number>/adjust/", member_forms.adjust, name="adjust_member"),
    path("members/<str:number>/merge/", member_merge.merge, name="merge_member"),
    path(
        "members/<str:number>/merge/<int:merge_id>/",
        member_merge.merged,
        name="merged_members",
    ),
    path(
        "members/<str:number>/merge/<int:merge_id>/undo/",
        member_merge.unmerge,
        name="unmerge_members",
    ),
]
