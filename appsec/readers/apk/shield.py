"""Turns what androguard raises on bad input into one exception, and keeps it quiet."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager

from appsec.readers.apk.xml_shape import BadShape


@contextmanager
def shielded() -> Iterator[None]:
    """Raises BadShape for everything that androguard's parsers were seen to raise."""
    from androguard.core.axml import ResParserError
    from loguru import logger

    logger.disable("androguard")
    try:
        yield
    except (
        ResParserError,
        struct.error,
        AssertionError,
        AttributeError,
        IndexError,
        OverflowError,
        TypeError,
        ValueError,
    ) as error:
        raise BadShape(f"{type(error).__name__}: {error}") from error
