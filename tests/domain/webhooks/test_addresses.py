"""Which addresses and URLs a webhook may have: only the public internet's."""

import pytest

from vafa.domain.webhooks.addresses import UnfitUrl, check_url, is_public

PRIVATE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192",
    "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "::127.0.0.1",
    "2001:0:7f00:1::", "fec0::1", "", "localhost", "2130706433", "0x7f.1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "185.143.233.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_address_that_is_not_of_the_public_internet_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_may_be_reached(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example.com/", "ftp://shop.example.com/", "//shop.example.com/", "https://",
        "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://localhost/",
        "https://a.localhost/x", "https://user@shop.example.com/", "https://a:b@shop.example.com/",
        "https://shop.example.com/#part", "https://shop.example.com:0/", "https://x:99999/",
        "https://shop.example.com\\@127.0.0.1/", "https://shop.example.com/a b",
        "https://shop.example.com/\r\nX: y", "https://فروشگاه.example/", "https://[::1/",
        "https://shop.example.com/" + "a" * 500,
    ],
)  # fmt: skip
def test_unfit_url_is_refused(url: str) -> None:
    with pytest.raises(UnfitUrl):
        check_url(url, may_be_plain=False)


def test_plain_http_is_for_test_clubs_only() -> None:
    check_url("https://shop.example.com:8443/vafa?x=1", may_be_plain=False)
    check_url("http://shop.example.com/vafa", may_be_plain=True)

    with pytest.raises(UnfitUrl):
        check_url("http://10.0.0.1/vafa", may_be_plain=True)
