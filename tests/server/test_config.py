"""Settings come from VAFA_* only, once; what is unknown, missing or wrong stops the start."""

import base64
from pathlib import Path

import pytest

from vafa.server import config as configuration
from vafa.server.config import ConfigError

KEY = base64.b64encode(bytes(32)).decode()
OWN_DATABASE = {
    "VAFA_DATABASE_URL": "postgresql://vafa_app:secret@db.example/club?sslmode=require",
    "VAFA_SECRET_KEY": "s" * 50,
    "VAFA_HASH_PEPPER": KEY,
    "VAFA_FIELD_KEY": KEY,
}


def test_read_of_nothing_gives_an_embedded_installation(tmp_path: Path) -> None:
    config = configuration.read({"VAFA_HOME": str(tmp_path)})

    assert config.is_embedded
    assert (config.home, config.host, config.port) == (tmp_path, "127.0.0.1", 8000)
    assert config.connection()["user"] == "vafa_app"
    assert config.connection("admin")["user"] == "vafa_admin"


def test_read_refuses_a_setting_it_does_not_know(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="VAFA_PROT"):
        configuration.read({"VAFA_HOME": str(tmp_path), "VAFA_PROT": "8001"})


def test_read_leaves_other_programs_variables_alone(tmp_path: Path) -> None:
    config = configuration.read({"VAFA_HOME": str(tmp_path), "PORT": "1", "HOME": "/nowhere"})

    assert config.port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VAFA_PORT", "eighty"),
        ("VAFA_PORT", "۸۰۸۰"),
        ("VAFA_WORKERS", "0"),
        ("VAFA_DATABASE_ROLE", "postgres"),
    ],
)
def test_read_refuses_a_wrong_value_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        configuration.read({"VAFA_HOME": str(tmp_path), name: value})


def test_read_takes_an_own_database_with_its_options() -> None:
    config = configuration.read(OWN_DATABASE)

    assert not config.is_embedded
    assert config.connection() == {
        "host": "db.example",
        "user": "vafa_app",
        "password": "secret",
        "dbname": "club",
        "sslmode": "require",
    }


def test_connection_names_the_variable_that_is_missing_for_a_role() -> None:
    config = configuration.read(OWN_DATABASE)

    with pytest.raises(ConfigError, match="VAFA_DATABASE_URL_OWNER"):
        config.connection("owner")


def test_read_refuses_a_role_address_without_the_apps() -> None:
    with pytest.raises(ConfigError, match="VAFA_DATABASE_URL too"):
        configuration.read({"VAFA_DATABASE_URL_OPS": "postgresql://vafa_ops@db/club"})


def test_read_refuses_an_address_that_is_none() -> None:
    with pytest.raises(ConfigError, match="VAFA_DATABASE_URL is not"):
        configuration.read({**OWN_DATABASE, "VAFA_DATABASE_URL": "mysql://root@db/club"})


@pytest.mark.parametrize("name", ["VAFA_SECRET_KEY", "VAFA_HASH_PEPPER", "VAFA_FIELD_KEY"])
def test_an_own_database_needs_keys_of_its_own(name: str) -> None:
    with pytest.raises(ConfigError, match=name):
        configuration.read({**OWN_DATABASE, name: ""})


@pytest.mark.parametrize("key", ["short", base64.b64encode(bytes(31)).decode(), "ط" * 44])
def test_a_field_key_that_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ConfigError, match="VAFA_FIELD_KEY"):
        configuration.read({**OWN_DATABASE, "VAFA_FIELD_KEY": key})
