"""Takes the values of canaries out of what is told: an app may name a file, or a host, by one."""

from collections.abc import Iterable

from appsec.readers.trace.searcher import Searcher, Sought


class Mask:
    """Knows all forms of some canaries, and stands in what they are for what they were."""

    def __init__(self, sought: Iterable[Sought]) -> None:
        each = {(one.what, one.value): one for one in sought}.values()
        self._whats = {one.id: str(one.what) for one in each}
        self._searcher = Searcher(each)

    def masked(self, text: str) -> str:
        """`user_0912345678.xml` as `user_[phone].xml`."""
        data = text.encode("utf-8", "surrogatepass")
        found = self._searcher.found(data)
        spans = sorted((one.offset, one.offset + one.length, one.canary) for one in found)
        if not spans:
            return text
        made, end = b"", 0
        for begin, stop, canary in spans:
            if stop > end:
                # What begins within the one before goes on in its name.
                name = f"[{self._whats[canary]}]" if begin >= end else ""
                made += data[end:begin] + name.encode()
                end = stop
        return (made + data[end:]).decode("utf-8", "replace")
