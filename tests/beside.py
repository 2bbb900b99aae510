"""Facts that take what people give beside a build: readers of the build alone do not give them."""

BESIDE = frozenset(
    ("advisories", "declaration", "leaks", "runs", "software", "supplied", "traffic")
)
