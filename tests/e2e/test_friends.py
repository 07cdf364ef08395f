"""A friend opens a member's link in a browser, joins by it, and has a link to share."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.browsing import open_page
from tests.factories.invitations import inviting_programme
from tests.factories.people import code_to
from tests.factories.shops import new_mobile, open_shop
from vafa.kit.identity import normalise_mobile


def test_a_friend_joins_by_the_link_and_may_invite_in_turn(
    page: Page, transactional_db: None, tmp_path: Path
) -> None:
    shop = open_shop(programme=inviting_programme())
    place = f"/v1/members/{shop.member(first_name='مینا')}/invitations"
    token = shop.owner.get(place).json()["token"]
    mobile = normalise_mobile(new_mobile())

    open_page(page, f"/j/{shop.code}/{token}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("مینا شما را دعوت کرده است")
    page.locator("#id_mobile").fill(mobile)
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url("**/sign-in/code/")
    page.locator("#id_code").fill(code_to(shop.club_id, mobile, tmp_path))
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url("**/join/")
    expect(page.get_by_text("با دعوت مینا عضو می‌شوید.")).to_be_visible()
    page.locator("#id_first_name").fill("نیما")
    page.locator("#id_agreed").check()
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url("**/me/")

    open_page(page, f"/c/{shop.code}/me/friends/")
    expect(page.get_by_role("heading", name="دعوت چه پاداشی دارد")).to_be_visible()
    expect(page.get_by_text(f"/j/{shop.code}/")).to_be_visible()
    shown = shop.owner.get(place).json()
    assert [one["first_name"] for one in shown["friends"]] == ["نیما"]
