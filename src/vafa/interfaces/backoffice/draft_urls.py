"""Addresses of the draft of the programme."""

from django.urls import URLPattern, path

from vafa.interfaces.backoffice import (
    back_test,
    draft,
    draft_parts,
    draft_rewards,
    draft_rules,
    draft_tiers,
    presets,
    programme_try,
)

urlpatterns: list[URLPattern] = [
    path("programme/draft/", draft.draft, name="draft"),
    path("programme/presets/", presets.presets, name="presets"),
    path("programme/draft/rules/", draft_rules.new_rules, name="new_rules"),
    path("programme/draft/rules/new/<str:shape>/", draft_rules.new_rule, name="new_rule"),
    path("programme/draft/rules/<str:code>/", draft_rules.edit_rule, name="edit_rule"),
    path("programme/draft/rules/<str:code>/act/", draft_rules.act_on_rule, name="act_on_rule"),
    path("programme/draft/rewards/new/", draft_rewards.new_reward, name="new_reward"),
    path("programme/draft/rewards/<str:code>/", draft_rewards.edit_reward, name="edit_reward"),
    path(
        "programme/draft/rewards/<str:code>/delete/",
        draft_rewards.delete_reward,
        name="delete_reward",
    ),
    path("programme/draft/units/<str:code>/", draft_parts.edit_unit, name="edit_unit"),
    path("programme/draft/tiers/", draft_tiers.edit_tiers, name="edit_tiers"),
    path("programme/draft/base/", draft_parts.edit_base, name="edit_base"),
    path(
        "programme/versions/<int:number>/restore/", draft.restore_version, name="restore_version"
    ),
    path("programme/versions/<int:number>/back-test/", back_test.back_test, name="back_test"),
    path(
        "programme/versions/<int:number>/back-test/members/",
        back_test.back_test_members,
        name="back_test_members",
    ),
    path("programme/versions/<int:number>/try/", programme_try.try_version, name="try_version"),
]
