"""The steps of `vafa start`, from an empty folder to a till that answers."""

import http.client
import json
import socket
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import vafa
from vafa.kit.identity import spaced_mobile
from vafa.server import database, functions, migrations, supervisor, upgrade
from vafa.server.config import Config
from vafa.server.embedded import joining, locks, places
from vafa.server.supervisor import VAFA, Work

DAY_RUN_EVERY_SECONDS = 3600
FACES = (("office", "/"), ("till", "/cashier/"), ("members", "/c/demo/"), ("API", "/v1/"))


class CannotStartError(Exception):
    """Something is in the way of the start; the message says what, and the remedy."""


def start(config: Config, *, load_demo: bool, say: Callable[[str], None]) -> None:
    """Start everything and keep it running until this process is asked to stop.

    :raises CannotStartError: when it already runs, or the port is taken.
    """
    config.home.mkdir(parents=True, exist_ok=True)
    if locks.take(config.home / "vafa.lock") is None:
        message = f"Vafa already runs with this home ({config.home}); stop it first (Ctrl-C there)"
        raise CannotStartError(message)
    _refuse_taken_port(config)
    with database.running(config, say=say):
        _prepare(config, load_demo=load_demo)
        say("starting the web server")
        supervisor.keep_running(
            works(config),
            is_ready=lambda: _announced(config, say),
            watch=lambda: _keep_database(config, say),
        )


def works(config: Config) -> list[Work]:
    """List the processes that make up a running Vafa."""
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    web += ["--host", config.host, "--port", str(config.port), "--log-level", "warning"]
    web += ["--workers", str(config.workers), "--blocking-threads", str(config.threads)]
    # A worker that is killed comes again, and one that hangs does not keep the server from ending.
    web += ["--respawn-failed-workers", "--respawn-interval", "0.2"]
    web += ["--workers-kill-timeout", "10s"]
    if config.is_development and find_spec("watchfiles"):
        web += ["--reload", "--reload-paths", str(Path(vafa.__file__).parent)]
        web += ["--reload-ignore-worker-failure"]
    return [
        Work("web", [*web, "vafa.server.wsgi:application"], must_start=True),
        Work("relay", [*VAFA, "relay"]),
        Work("imports", [*VAFA, "import-worker"]),
        Work("day", [*VAFA, "day", "run", "--quiet"], pause_seconds=DAY_RUN_EVERY_SECONDS),
        *_backups(config),
    ]


def _backups(config: Config) -> list[Work]:
    """List what saves the embedded database: each night, and each change when that was asked."""
    if not config.is_embedded:
        return []
    nightly = Work("backup", [*VAFA, "backup", "nightly"], pause_seconds=DAY_RUN_EVERY_SECONDS)
    changes = Work("changes", [*VAFA, "backup", "receive"])
    return [nightly, changes] if config.backup_folder else [nightly]


def _prepare(config: Config, *, load_demo: bool) -> None:
    """Bring roles, tables and the demo club to what this version expects."""
    if config.is_embedded or "admin" in config.urls:
        database.make_roles(config)
    with database.connect(config, "app") as connection:
        database.check(connection)
        upgrade.refuse_newer(connection)
        missing = migrations.missing(connection)
        if not missing and not functions.are_current(connection):
            missing = ["the functions of this version"]
    if missing and not (config.is_embedded or "owner" in config.urls):
        message = f"the database lacks {', '.join(missing)}; run `vafa db migrate` as vafa_owner"
        raise CannotStartError(message)
    if missing:
        supervisor.run_step(["db", "migrate"])
    if load_demo and config.is_embedded and (missing or not _demo(config)):
        supervisor.run_step(["demo", "load"])


def _announced(config: Config, say: Callable[[str], None]) -> bool:
    """Tell where the web server is, once it answers."""
    if not _answers(config):
        return False
    say("\nVafa runs. وفا روشن است.")
    for name, page in FACES:
        say(f"  {name:<8}{config.public_address}{page}")
    say(f"  state   {config.home}")
    _tell_about_the_demo(config, say)
    say("  Ctrl-C stops everything.")
    return True


def _tell_about_the_demo(config: Config, say: Callable[[str], None]) -> None:
    """Show the demo club's key and what was loaded, as the loader left it."""
    demo = _demo(config)
    if demo:
        say(f"  key     {demo['key']}")
        for role, login in demo.get("logins", {}).items():
            say(f"  {role:<11}{login}")
        if "password" in demo:
            say(f"  password of each: {demo['password']}")
            mobile = spaced_mobile(demo["member_mobile"])
            say(f"  a member at {config.public_address}/c/{demo['club']}/: {mobile}")
            say("  the code that a member gets: vafa sandbox messages")
            if "try" in demo:  # an older version left nothing to try
                _tell_what_to_try(config, demo["try"], mobile, say)
        say(f"{demo['sentence_fa']}\n{demo['sentence_en']}")


def _tell_what_to_try(
    config: Config, told: dict[str, Any], mobile: str, say: Callable[[str], None]
) -> None:
    """Show what can be tried at the till of the demo club, as its loader left it."""
    pins = ", ".join(f"{role} {pin}" for role, pin in told["pins"].items())
    say(f"  to try at the till ({config.public_address}/cashier/):")
    say(f"    stand at the till {told['till']} under Device and PIN; PINs: {pins}")
    say(f"    the member {mobile} has a full card of stamps, points and credit")
    say(f"    coupon {told['coupon']}   gift card {told['gift_card']}")


def _demo(config: Config) -> dict[str, Any]:
    """Read what the demo club's loader noted; nothing unless it came to its end."""
    path = config.home / "demo.json"
    noted: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return noted if noted.get("state") == "loaded" else {}


def _answers(config: Config) -> bool:
    asked = http.client.HTTPConnection(config.host, config.port, timeout=5)
    try:
        asked.request("GET", "/v1/health")
        return asked.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def _keep_database(config: Config, say: Callable[[str], None]) -> None:
    """Start the embedded database's keeper again if it was killed."""
    if config.is_embedded:
        joining.ensure_running(places.place_at(config.home), durable=True, say=say)


def _refuse_taken_port(config: Config) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            where = f"port {config.port} of {config.host}"
            message = f"{where} cannot be used ({error.strerror}); set VAFA_PORT"
            raise CannotStartError(message) from error
