"""The framework attributes that are read, with the ids by which the platform finds them."""

from enum import IntEnum


class Attr(IntEnum):
    """Ids from AOSP's public-final.xml. What an attribute is called in a file means nothing."""

    LABEL = 0x01010001
    NAME = 0x01010003
    PERMISSION = 0x01010006
    READ_PERMISSION = 0x01010007
    WRITE_PERMISSION = 0x01010008
    PROTECTION_LEVEL = 0x01010009
    SHARED_USER_ID = 0x0101000B
    ENABLED = 0x0101000E
    DEBUGGABLE = 0x0101000F
    EXPORTED = 0x01010010
    AUTHORITIES = 0x01010018
    TARGET_PACKAGE = 0x01010021
    GRANT_URI_PERMISSIONS = 0x0101001B
    VALUE = 0x01010024
    RESOURCE = 0x01010025
    MIME_TYPE = 0x01010026
    SCHEME = 0x01010027
    HOST = 0x01010028
    PORT = 0x01010029
    PATH = 0x0101002A
    PATH_PREFIX = 0x0101002B
    PATH_PATTERN = 0x0101002C
    TARGET_ACTIVITY = 0x01010202
    MIN_SDK_VERSION = 0x0101020C
    VERSION_CODE = 0x0101021B
    VERSION_NAME = 0x0101021C
    TARGET_SDK_VERSION = 0x01010270
    MAX_SDK_VERSION = 0x01010271
    TEST_ONLY = 0x01010272
    BACKUP_AGENT = 0x0101027F
    ALLOW_BACKUP = 0x01010280
    FULL_BACKUP_CONTENT = 0x010104EB
    USES_CLEARTEXT_TRAFFIC = 0x010104EC
    AUTO_VERIFY = 0x010104EE
    NETWORK_SECURITY_CONFIG = 0x01010527
    VERSION_CODE_MAJOR = 0x01010576
    IS_SPLIT_REQUIRED = 0x01010591
    PATH_SUFFIX = 0x0101061E
    PATH_ADVANCED_PATTERN = 0x01010620
    DATA_EXTRACTION_RULES = 0x0101063E
    REQUIRED_SPLIT_TYPES = 0x0101064E

    @property
    def word(self) -> str:
        """As a manifest writes it: `networkSecurityConfig`."""
        first, *rest = self.name.lower().split("_")
        return first + "".join(part.capitalize() for part in rest)
