"""The documentation's pages: their command blocks, the output shown below one, and the commands they name."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_PAGES = re.compile(r"^(build|\.[^/]+)/")  # what is made here; what other tools keep
SHELLS = ("sh", "bash", "console")
OUTPUTS = ("text", "json")
FENCE = re.compile(r"^( *)(```+)\s*(\S*) *(.*)$")
CHANGING = (
    (re.compile(r"\[ *\d+\.\d s\]"), "[time]"),
    (re.compile(r"\b\d+(\.\d+)? (ms|s)\b"), "TIME"),
    (re.compile(r"\bKW-[0-9A-F]+\b"), "RECEIPT"),
    (re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "ID"),
    (re.compile(r"\bpid +\d+"), "pid"),
    (re.compile(r"(?<=127\.0\.0\.1:)\d+"), "PORT"),
    (re.compile(r"\S*/\.run/"), ".run/"),
    (re.compile(r" +"), " "),
)


@dataclass
class Block:
    """Commands of one fenced block. `shown`: what the page says they print; None where it says nothing."""

    page: str
    line: int
    text: str
    follows: bool = False  # ```sh follow: runs until it is interrupted
    shown: str | None = None

    @property
    def where(self):
        return f"{self.page}:{self.line}"

    def commands(self):
        """Its lines without comments."""
        bare = (re.sub(r"(^|\s+)#.*$", "", line).strip() for line in self.text.splitlines())
        return [line for line in bare if line]


def pages():
    """Every Markdown file of the checkout, by its path from the root."""
    found = (str(path.relative_to(ROOT)) for path in ROOT.rglob("*.md"))
    return sorted(page for page in found if not NOT_PAGES.match(page))


def text_of(page):
    return (ROOT / page).read_text(encoding="utf-8")


def fences(text):
    """(line number, language, the words after it, content, line after it) of each fenced block."""
    lines, at = text.splitlines(), 0
    while at < len(lines):
        opened = FENCE.match(lines[at])
        at += 1
        if not opened:
            continue
        indent, marks, language, words = opened.groups()
        first = at
        while at < len(lines) and lines[at].strip() != marks:
            at += 1
        content = [line.removeprefix(indent) for line in lines[first:at]]
        at += 1
        yield first, language, words, "\n".join(content) + "\n", at


def blocks(page):
    """The page's command blocks. Output belongs to a block that stands right above it."""
    text, found, above = text_of(page), [], None
    lines = text.splitlines()
    for line, language, words, content, after in fences(text):
        if language in SHELLS:
            block = Block(page, line, content, "follow" in words.split())
            if language == "console":
                typed = [one for one in content.splitlines(True) if one.startswith("$ ")]
                block.shown = "".join(one for one in content.splitlines(True) if one not in typed)
                block.text = "".join(one.removeprefix("$ ") for one in typed)
            found.append(block)
            above = after
        elif language in OUTPUTS and above is not None and not "".join(lines[above:line - 1]).strip():
            found[-1].shown = content
            above = None
    return found


def prose(page):
    """The page without its fenced blocks."""
    lines = text_of(page).splitlines()
    for line, _, _, _, after in fences(text_of(page)):
        lines[line - 1:after] = [""] * (after - line + 1)
    return "\n".join(lines)


def named(page, program):
    """The words after `program` of each code span of the prose that begins with it."""
    return [span.split() for span in re.findall(rf"`{program} ([^`\n]+)`", prose(page))]


def stable(line):
    """What of a printed line is the same in every run: times, ids, ports and widths are not."""
    for pattern, instead in CHANGING:
        line = pattern.sub(instead, line)
    return line.strip()


def missing(shown, printed):
    """The first line that is shown and was not printed, in this order; None when all were."""
    rest = iter([stable(line) for line in printed.splitlines()])
    for line in shown.splitlines():
        if stable(line) and stable(line) not in rest:
            return line
    return None
