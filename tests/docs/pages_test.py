#!/usr/bin/env python3
"""What is read out of a page, and what counts as printed."""

import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import pages  # noqa: E402

PAGE = """# Example

Type `make up` and `kinwardctl store verify`.

```sh
make up   # starts all
# nothing else
make status
```

```text
status: ready
```

Some words.

```json
{"not": "an output"}
```

```mermaid
flowchart LR
```

```sh follow
watch it
```

```console
$ say hello
hello
```
"""


class ReadsAPage(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = Path(folder.name)
        (root / "page.md").write_text(PAGE, encoding="utf-8")
        for made in ("build", ".run"):
            (root / made).mkdir()
            (root / made / "other.md").write_text(PAGE, encoding="utf-8")
        patch = mock.patch.object(pages, "ROOT", root)
        patch.start()
        self.addCleanup(patch.stop)
        self.blocks = pages.blocks("page.md")

    def test_leaves_out_what_is_made(self):
        self.assertEqual(pages.pages(), ["page.md"])

    def test_finds_each_block_of_commands(self):
        self.assertEqual([block.line for block in self.blocks], [5, 25, 29])

    def test_tells_commands_from_comments(self):
        self.assertEqual(self.blocks[0].commands(), ["make up", "make status"])

    def test_takes_the_output_right_below(self):
        self.assertEqual(self.blocks[0].shown, "status: ready\n")

    def test_marks_what_follows_until_ended(self):
        self.assertEqual([block.follows for block in self.blocks], [False, True, False])

    def test_splits_a_console_into_typed_and_printed(self):
        self.assertEqual((self.blocks[2].text, self.blocks[2].shown), ("say hello\n", "hello\n"))

    def test_names_the_commands_of_the_prose(self):
        self.assertEqual(pages.named("page.md", "make"), [["up"]])
        self.assertEqual(pages.named("page.md", "kinwardctl"), [["store", "verify"]])


class ComparesOutput(unittest.TestCase):
    def test_accepts_other_times_and_ids(self):
        shown = "[  9.0 s] ready\nreceipt KW-0123456789AB after 23.4 ms\nkafka ready pid 7   /a/.run/log/kafka.log\n"
        printed = "[121.5 s] ready\nreceipt KW-BA9876543210 after 3.1 ms\nkafka ready pid 1234 /b/.run/log/kafka.log\n"
        self.assertIsNone(pages.missing(shown, printed))

    def test_accepts_more_than_is_shown(self):
        self.assertIsNone(pages.missing("one\nthree\n", "one\ntwo\nthree\n"))

    def test_refuses_another_figure(self):
        self.assertEqual(pages.missing("families 104\n", "families 105\n"), "families 104")

    def test_refuses_another_order(self):
        self.assertEqual(pages.missing("one\ntwo\n", "two\none\n"), "two")


if __name__ == "__main__":
    unittest.main()
