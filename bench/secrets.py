"""`python -m bench.secrets [MB]`: CPU seconds of a search for secrets in made-up texts.

The texts are of the kinds that apps hold: names of methods, sentences, paths, minified scripts and
random letters, with the words that rules begin with strewn in. One value is planted in each MB.
"""

import random
import string
import sys
import time
from collections.abc import Iterator

from appsec.facts.placed_text import Medium
from appsec.model.outcome import Location
from appsec.readers.secrets.read import read_secrets
from appsec.readers.secrets.rules import rules
from appsec.readers.texts.blocks import Gathered

MB = 1_000_000
_BASE32 = string.ascii_uppercase + "234567"
_BASE62 = string.ascii_letters + string.digits
_WORDS = [
    *("get", "set", "user", "name", "password", "token", "value", "index", "array", "string"),
    *("object", "error", "failed", "request", "view", "layout", "button", "請輸入", "密碼", "手機"),
    *("確認", "account", "login", "http", "www", "example", "com", "key", "api", "map"),
]


def _lines(rand: random.Random) -> list[str]:
    """As many of each kind."""
    found = []
    for _ in range(400):
        words = rand.choices(_WORDS, k=12)
        letters = "".join(rand.choices(_BASE62 + "+/", k=120))
        found += [
            "".join(word.title() for word in words[:3]),
            " ".join(words),
            f"https://{words[0]}.example.tw/{'/'.join(words[:3])}",
            f"function(a,b){{var c=a.password||b.token;return c?c:{letters[:60]}}}",
            letters,
        ]
    return found


class Made:
    """So many MB of texts in blocks of 4 MB, the same ones each time."""

    def __init__(self, count: int) -> None:
        self.gaps = ()
        self._blocks = [self._block(number) for number in range(max(1, count // 4))]

    def blocks(self) -> Iterator[Gathered]:
        yield from self._blocks

    def __iter__(self) -> Iterator[object]:
        return iter(())

    @staticmethod
    def _block(number: int) -> Gathered:
        rand = random.Random(number)
        block, size = Gathered(Medium.SCRIPT), 0
        lines = _lines(rand)
        at = Location(f"block{number}")
        for megabyte in range(4):
            while size < (megabyte + 1) * MB:
                text = rand.choice(lines)
                block.add(text, at)
                size += len(text.encode())
            block.add("AK" + "IA" + "".join(rand.choices(_BASE32, k=16)), at)
        return block


def main() -> None:
    """Prints one line."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    made = Made(count)
    rules()
    start = time.process_time()
    found = read_secrets(made, ()).value  # type: ignore[arg-type]
    spent = time.process_time() - start
    planted = sum(one.rule == "aws-access-key" for one in found)
    print(f"{count} MB, {len(rules())} rules: {spent:.2f} s CPU, {planted} planted values found")


if __name__ == "__main__":
    main()
