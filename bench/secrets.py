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
_BASE62 = string.ascii_letters + string.digits
_WORDS = (
    "get set user name password token value index array string object error failed request view "
    "layout button 請輸入 密碼 手機 確認 account login http https www example com error key api map"
).split()


def _line(rand: random.Random) -> str:
    kind = rand.random()
    if kind < 0.3:
        return "".join(word.title() for word in rand.choices(_WORDS, k=3))
    if kind < 0.6:
        return " ".join(rand.choices(_WORDS, k=12))
    if kind < 0.8:
        return f"https://{rand.choice(_WORDS)}.example.tw/{'/'.join(rand.choices(_WORDS, k=3))}"
    if kind < 0.9:
        return "function(a,b){var c=a.password||b.token;return c?c:" + "".join(
            rand.choices(_BASE62, k=60)
        ) + "}"
    return "".join(rand.choices(_BASE62 + "+/", k=120))


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
        lines = [_line(rand) for _ in range(2000)]
        at = Location(f"block{number}")
        for megabyte in range(4):
            while size < (megabyte + 1) * MB:
                text = rand.choice(lines)
                block.add(text, at)
                size += len(text.encode())
            block.add("key = AK" + "IA" + "".join(rand.choices("ABCDEFGHJKLMNPQRSTUVWXYZ234567", k=16)), at)
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
