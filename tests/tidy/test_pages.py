"""What no linter knows about pages: nothing inline, logical classes, words in Persian, budgets."""

import ast
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.tidy.source import SOURCE
from vafa.interfaces.web import files
from vafa.server.homes import PROJECT

INTERFACES = SOURCE / "interfaces"
TEMPLATES = sorted(INTERFACES.glob("*/templates/**/*.html"))
EXPORTED = INTERFACES / "web" / "exports.py"  # a page that people take away, with its own style
WRITES_HTML = sorted({*INTERFACES.glob("[!a]*/**/*.py")} - {EXPORTED})
SCRIPTS = sorted((PROJECT / "frontend" / "src" / "js").glob("**/*.js"))
INLINE = re.compile(
    r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style[\s>]|javascript:|<script(?![^>]*\ssrc=)"
)
PHYSICAL = re.compile(
    r"(?<![\w-])-?(?:[mp][lr]-[\d\[]|[mp][lr]-auto|(?:left|right)-[\d\[]|text-(?:left|right)(?![\w-])"
    r"|border-[lr](?![\w-])|rounded-[lr](?![\w-])|float-(?:left|right))"
)
PERSIAN = re.compile(r"[\u0600-\u06ff]")
IN_COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}|<!--.*?-->", re.DOTALL)
# A language is named in itself; the gallery is for who works on Vafa.
MAY_SHOW_PERSIAN = {"web/templates/web/_looks.html", "web/templates/web/gallery.html"}
# Where the sentence stands among the arguments; before it stands its context.
SENTENCE_AT = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), 0),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), 0),
    **dict.fromkeys(("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"), 1),
}
BUDGETS = {"vafa/app.css": 22, "vafa/core.js": 45, "vafa/public.js": 5}
CHUNK = re.compile(r"[\"']\./(chunk-[0-9A-Z]{8}\.js)[\"']")
KIB = 1024


@pytest.mark.parametrize("pattern", [INLINE, PHYSICAL], ids=["nothing inline", "logical classes"])
def test_no_template_holds(pattern: re.Pattern[str]) -> None:
    found = [
        f"{name_of(path)}:{number}: {match.group()}"
        for path in [*TEMPLATES, *WRITES_HTML]
        for number, line in enumerate(visible(path).splitlines(), 1)
        if (match := pattern.search(line)) and (path.suffix == ".html" or "<" in line)
    ]

    assert found == []


def test_no_script_makes_styles_or_runs_text() -> None:
    found = [
        f"{path.name}:{number}"
        for path in SCRIPTS
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\beval\(|new Function\(|\.cssText|setAttribute\(\s*[\"']style", line)
    ]

    assert found == []


def test_no_template_shows_words_that_cannot_be_translated() -> None:
    found = [
        f"{name_of(path)}:{number}"
        for path in TEMPLATES
        if name_of(path) not in MAY_SHOW_PERSIAN
        for number, line in enumerate(visible(path).splitlines(), 1)
        if PERSIAN.search(line)
    ]

    assert found == []


def test_every_shown_sentence_has_its_persian() -> None:
    persian = {key for key, words in catalogue().items() if all(words)}
    lacking = [f"{place}: {key}" for place, key in shown_sentences() if key not in persian]

    assert lacking == []


def test_the_same_sentence_is_said_in_one_way() -> None:
    """What means two things gets a context each (pgettext)."""
    said = {key: sorted(words) for key, words in catalogue().items() if len(words) > 1}

    assert said == {}


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', files.content_of("vafa/icons.svg")))
    named = [
        (name_of(path), name)
        for path in [*TEMPLATES, *WRITES_HTML]
        for name in re.findall(r'\bicon[ =]"([a-z0-9-]+)"', path.read_text("utf-8"))
    ]

    assert [place for place in named if place[1] not in sprite] == []


def test_every_icon_that_is_listed_is_named_by_a_view_alone() -> None:
    """The build finds those of `icon "…"` by itself; the list has what views name otherwise."""
    listed = (PROJECT / "frontend/src/icons/names.txt").read_text("utf-8").split()
    views = "".join(path.read_text("utf-8") for path in INTERFACES.glob("*/**/*.py"))

    unused = [name for name in listed if f'"{name}"' not in views]

    assert unused == []
    assert listed == sorted(set(listed))


@pytest.mark.parametrize(("name", "most_kib"), BUDGETS.items())
def test_what_a_page_loads_stays_small(name: str, most_kib: int) -> None:
    """A script counts with everything that it always loads."""
    names = [files.hashed_name(name)]
    names += [f"vafa/{chunk}" for chunk in CHUNK.findall(static_part(files.content_of(name)))]

    packed = sum(len(gzip.compress((files.FOLDER / one).read_bytes())) for one in names)

    assert packed <= most_kib * KIB, f"{name}: {packed / KIB:.1f} KiB packed"


def static_part(script: str) -> str:
    """Leave out what a script loads only when it is wanted: `import("./chunk-….js")`."""
    return re.sub(r"import\([^)]*\)", "", script)


def shown_sentences() -> Iterator[tuple[str, str]]:
    """List every sentence that a page or a view shows, by place."""
    for path in [*TEMPLATES, *WRITES_HTML]:
        if path.stem.startswith("gallery"):
            continue
        text = path.read_text("utf-8")
        tree = ast.parse(marked_in(text) if path.suffix == ".html" else text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                at = SENTENCE_AT.get(node.func.id, len(node.args))
                words = [word.value for word in node.args if isinstance(word, ast.Constant)]
                if len(words) > at:
                    context = str(words[0]) if at else None
                    yield f"{name_of(path)}:{node.lineno}", key_of(str(words[at]), context)


def marked_in(template: str) -> str:
    """Give the calls of gettext that Django makes of a template, a line each."""
    text = templatize(template)
    calls = []
    for start in re.finditer(r"\b(?:n|p|np)?gettext\(|(?<!\w)_\(", text):
        for end in re.finditer(r"\)", text[start.start() :]):
            call = text[start.start() : start.start() + end.end()]
            try:
                ast.parse(call)
            except SyntaxError:
                continue
            calls.append(call)
            break
    return "\n".join(calls)


def catalogue() -> dict[str, set[str]]:
    """Read every file of Persian words: a sentence, and how it is said."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(INTERFACES.glob("*/locale/fa/*.po")):
        for message in read_po(BytesIO(path.read_bytes()), locale="fa"):
            if message.id:
                sentence = message.id if isinstance(message.id, str) else message.id[0]
                said = message.string or [""]
                said = said if isinstance(said, str) else said[0]
                found[key_of(sentence, message.context)].add(said)
    return found


def key_of(sentence: str, context: str | None) -> str:
    """Name a sentence, with its context if it has one."""
    return f"{context}|{sentence}" if context else sentence


def visible(path: Path) -> str:
    """Give a file with its comments blanked, line by line."""
    return IN_COMMENT.sub(lambda found: "\n" * found.group().count("\n"), path.read_text("utf-8"))


def name_of(path: Path) -> str:
    """Name a file within the interfaces."""
    return path.relative_to(INTERFACES).as_posix()
