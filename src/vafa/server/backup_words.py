"""The words `vafa backup` and `vafa restore`."""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime
from pathlib import Path

import django

from vafa.server import backups, continuous, restoring, supervisor
from vafa.server import drill as drills
from vafa.server.commands import say
from vafa.server.config import Config
from vafa.server.errors import CannotDoError
from vafa.server.supervisor import StepFailedError

_LEFT_ALONE_SECONDS = 3600
_ERASURES = "erasure-log-before-restore.jsonl"


def add_words(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the words to the command line."""
    backup = words.add_parser("backup", help="save everything; or drill: prove that it restores")
    backup.add_argument(
        "what", nargs="?", default="", metavar="FOLDER|drill|nightly|receive",
        help="where to (a folder), or: drill, restore the newest one and compare; nightly and"
        " receive run by themselves in vafa start",
    )  # fmt: skip
    backup.set_defaults(work=_backup)
    restore = words.add_parser("restore", help="go back to a backup, or to a second")
    how = restore.add_mutually_exclusive_group(required=True)
    how.add_argument("file", type=Path, nargs="?", help="a backup's .dump file")
    how.add_argument("--to-time", metavar="MOMENT", help="for example 2026-11-22T14:05:09+03:30")
    restore.set_defaults(work=_restore, needs_database=False)


def _backup(config: Config, asked: argparse.Namespace) -> int:
    django.setup()
    if asked.what == "drill":
        return _drill(config)
    if asked.what == "receive":
        folder = continuous.folder_of(config)
        if folder is None:
            message = "set VAFA_BACKUP_FOLDER first: where every change is to be kept"
            raise CannotDoError(message)
        continuous.receive(config, folder)
    if asked.what == "nightly":
        return _nightly(config)
    folder = Path(asked.what).absolute() if asked.what else backups.folder_of(config)
    made = backups.make(config, folder=folder, kind=backups.BY_HAND, at=_now())
    size = made.path.stat().st_size / 1_000_000
    say(
        f"saved: {made.path} ({size:,.1f} MB, {len(made.proofs)} clubs)\n"
        f"The keys are not in it: keep a copy of {config.home / 'keys.json'} in another place, or"
        " personal fields are lost.\n"
        "پشتیبان گرفته شد. کلیدها در آن نیست: از پروندهٔ keys.json جداگانه نسخه‌ای نگه دارید."
    )
    return 0


def _nightly(config: Config) -> int:
    folder = continuous.folder_of(config)
    if folder is None and _is_new(config):
        return 0
    backups.make_nightly(config, at=_now())
    if folder is not None:
        continuous.copy_nightly(config, folder, clock=_now)
    return 0


def _is_new(config: Config) -> bool:
    """Tell whether the installation was made within the hour: its first start is left alone.

    Who named a folder wants every change from the first on: changes alone restore nothing.
    """
    keys = config.home / "keys.json"
    return keys.exists() and _now().timestamp() - keys.stat().st_mtime < _LEFT_ALONE_SECONDS


def _drill(config: Config) -> int:
    newest = backups.newest(backups.folder_of(config))
    folder = continuous.folder_of(config)
    has_copies = folder is not None and bool(continuous.bases(folder))
    if newest is None and not has_copies:
        message = "there is no backup yet: type vafa backup / هنوز پشتیبانی نیست: vafa backup"
        raise CannotDoError(message)
    done = []
    if newest is not None:
        done.append(drills.of_dump(config, backup=newest, at=_now(), say=_quiet))
    if has_copies:
        done.append(drills.of_changes(config, say=_quiet))
    for one in done:
        _tell(one)
    return 1 if any(one.faults for one in done) else 0


def _tell(done: drills.Drill) -> None:
    fine = "equal / برابر" if not done.faults else "DIFFERS / برابر نیست"
    say(
        f"{done.name}: {fine}\n"
        f"  clubs {done.clubs}, rows compared {done.rows:,}\n"
        f"  would be lost now: {str(done.lost).partition('.')[0]}"
        f"   a restore takes: {done.seconds:,.1f} s"
    )
    for fault in done.faults:
        say(f"  {fault}")


def _restore(config: Config, asked: argparse.Namespace) -> int:
    if not config.is_embedded:
        message = (
            "This restores the embedded database. For one of your own: make an empty database,"
            " vafa db roles, then pg_restore --exit-on-error FILE as its administrator.\n"
            "این فرمان پایگاه دادهٔ درونی را برمی‌گرداند؛ برای پایگاه دادهٔ خودتان pg_restore را"
            " به کار ببرید."
        )
        raise CannotDoError(message)
    django.setup()
    moment = _moment(asked.to_time) if asked.to_time else None
    if moment is None and not asked.file.exists():
        message = f"{asked.file} is not there / این پرونده پیدا نشد"
        raise CannotDoError(message)
    with restoring.alone(config):
        pass  # nobody is in the way: say so before anything is done
    log = config.home / _ERASURES
    has_log = _save_erasures(log)
    began = _now()
    with restoring.alone(config), restoring.beside(config, "restoring") as home:
        if moment is None:
            say("building the database of the backup … پشتیبان خوانده می‌شود …")
            proofs = restoring.from_dump(
                config, dump=asked.file.absolute(), home=home, durable=True, say=_quiet
            )
        else:
            say("building the database of that moment … پایگاه دادهٔ آن لحظه ساخته می‌شود …")
            proofs = continuous.restored(config, home=home, until=moment, say=_quiet)
        restoring.refuse_differing(proofs)
        before = restoring.exchange(config, home=home, at=began)
        continuous.set_aside(config, began)
    supervisor.run_step(["db", "migrate"])
    say(
        f"restored: {len(proofs)} clubs, every book holds. The database of before is kept in"
        f" {before}; delete it when all is well.\n"
        "برگردانده شد و دفتر همهٔ باشگاه‌ها درست است. پایگاه دادهٔ قبلی نگه داشته شده است."
    )
    return _erase_again(log) if has_log else 0


def _erase_again(log: Path) -> int:
    """Erase whom the backup brought back."""
    try:
        supervisor.run_step(["members", "erase-again", str(log)])
    except StepFailedError:
        say(
            "Who was erased since the backup is back: before anything else, type"
            f" vafa members erase-again '{log}'\n"
            "کسانی که پس از پشتیبان حذف شده بودند برگشته‌اند: پیش از هر کار این فرمان را بزنید."
        )
        return 1
    return 0


def _save_erasures(log: Path) -> bool:
    """Write down who was erased since the backup, so that nobody comes back with it."""
    try:
        supervisor.run_step(["members", "erasure-log", str(log)])
    except StepFailedError:
        say(
            "The erasure log of the present database cannot be read. If you keep one elsewhere,"
            " type afterwards: vafa members erase-again FILE"
        )
        return False
    return True


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = datetime.min  # noqa: DTZ901  framework
    if found.tzinfo is None:
        message = f"{text!r} is no moment with a zone; write it like 2026-11-22T14:05:09+03:30"
        raise CannotDoError(message)
    if found.astimezone(UTC) > _now():
        message = "that moment has not come yet / آن لحظه هنوز نرسیده است"
        raise CannotDoError(message)
    return found


def _now() -> datetime:
    """Give the clock of this machine: it is the database's too, which may be gone."""
    return datetime.fromtimestamp(time.time(), UTC)


def _quiet(_text: str) -> None:
    """Say nothing."""
