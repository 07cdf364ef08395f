"""The till's camera: Chromium films a card that we draw, and the till finds the member."""

from __future__ import annotations

from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, expect

from tests.e2e import browsing, people
from tests.factories.shops import Shop, new_mobile

pytestmark = pytest.mark.django_db(transaction=True)

WIDTH, HEIGHT, MODULE = 640, 480, 10
FRAMES = 5


def film(text: str, path: Path) -> Path:
    """Draw the code of a member's card as the page does (segno, level M), as a film of Y4M."""
    rows = [list(row) for row in segno.make_qr(text, error="m").matrix_iter(border=4)]
    side = len(rows) * MODULE
    left, top = (WIDTH - side) // 2, (HEIGHT - side) // 2
    light = bytearray(b"\xeb" * (WIDTH * HEIGHT))
    for number, row in enumerate(rows):
        line = b"".join((b"\x10" if dark else b"\xeb") * MODULE for dark in row)
        for dot in range(MODULE):
            place = (top + number * MODULE + dot) * WIDTH + left
            light[place : place + side] = line
    frame = b"FRAME\n" + bytes(light) + b"\x80" * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420\n".encode()
    path.write_bytes(head + frame * FRAMES)
    return path


def test_the_camera_finds_the_member_of_a_card(
    chromium: Browser, site: str, club: Shop, tmp_path: Path
) -> None:
    mobile = new_mobile()
    member_id = club.member(mobile=mobile, first_name="مریم")
    number = club.owner.get(f"/v1/members/{member_id}").json()["number"]
    film(number, tmp_path / "card.y4m")
    filming = chromium.browser_type.launch(
        executable_path=browsing.chromium(),
        args=[
            "--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={tmp_path / 'card.y4m'}",
        ],
    )  # fmt: skip
    try:
        visit = browsing.new_visit(filming, site)
        people.sign_in_staff(visit.page, club, "cashier")
        browsing.open_page(visit.page, "/cashier/")
        visit.page.locator("[data-scan]").click()

        expect(visit.page.locator("[data-person]")).to_contain_text("مریم")
        expect(visit.page.locator("[data-camera]")).to_be_hidden()
        assert visit.errors == []
    finally:
        filming.close()
