"""The process of a line of an iPhone's log: what stands between the time and the number of it."""


def process_in(written: str, executable: str) -> tuple[str, bool]:
    """The process, with its library as `App(UIKitCore)`, and whether it is this program. Some tools
    write the device's name before it, which is one word; a program's name may have several."""
    first, _, rest = written.partition(" ")
    without = rest if rest and "(" not in first else written
    for one in (written, without):
        of_it = one.startswith(f"{executable}(") and one.endswith(")")
        if executable and (one == executable or of_it):
            return one, True
    return without, False
