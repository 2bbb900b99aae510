"""The framework attributes of views that are read, with the ids by which Android finds them."""

from enum import IntEnum


class ViewAttr(IntEnum):
    """Ids from AOSP's public-final.xml."""

    THEME = 0x01010000
    ENABLED = 0x0101000E
    AUTO_COMPLETE_STYLE = 0x0101006B
    EDIT_TEXT_STYLE = 0x0101006E
    ID = 0x010100D0
    TAG = 0x010100D1
    FOCUSABLE = 0x010100DA
    FOCUSABLE_IN_TOUCH_MODE = 0x010100DB
    VISIBILITY = 0x010100DC
    TEXT = 0x0101014F
    HINT = 0x01010150
    PASSWORD = 0x0101015C
    MAX_LENGTH = 0x01010160
    NUMERIC = 0x01010165
    DIGITS = 0x01010166
    PHONE_NUMBER = 0x01010167
    EDITABLE = 0x0101016B
    TITLE = 0x010101E1
    KEY = 0x010101E8
    INPUT_TYPE = 0x01010220
    IME_OPTIONS = 0x01010264
    CONTENT_DESCRIPTION = 0x01010273
    FILTER_TOUCHES_WHEN_OBSCURED = 0x010102C4
    QUERY_HINT = 0x01010358
    LABEL_FOR = 0x010103C6
    SEARCH_VIEW_STYLE = 0x01010480
    AUTOFILL_HINTS = 0x01010556
    IMPORTANT_FOR_AUTOFILL = 0x01010558

    @property
    def word(self) -> str:
        """As a layout writes it: `inputType`."""
        first, *rest = self.name.lower().split("_")
        return first + "".join(part.capitalize() for part in rest)
