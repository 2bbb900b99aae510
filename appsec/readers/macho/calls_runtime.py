"""What calls of the runtimes and of Foundation do with their arguments, as far as it is followed."""

import re

PASSES = frozenset(
    """objc_retain objc_autorelease objc_retainAutorelease objc_retainAutoreleaseReturnValue
    objc_autoreleaseReturnValue objc_retainAutoreleasedReturnValue objc_retainBlock objc_opt_self
    objc_unsafeClaimAutoreleasedReturnValue objc_claimAutoreleasedReturnValue swift_retain
    swift_bridgeObjectRetain swift_unknownObjectRetain swift_getInitializedObjCClass
    swift_getObjCClassFromMetadata swift_getObjCClassMetadata swift_unknownObjectRetain_n
    swift_bridgeObjectRetain_n swift_retain_n CFRetain CFAutorelease CFMakeCollectable
    CFBridgingRetain CFBridgingRelease""".split()
)
"""They give back their argument."""
PASSES_SWIFT = frozenset(
    (
        "$sSS10FoundationE19_bridgeToObjectiveCSo8NSStringCyF",
        "$sSS10FoundationE36_unconditionallyBridgeFromObjectiveCySSSo8NSStringCSgFZ",
        "$sSS10FoundationE26_forceBridgeFromObjectiveC_6resultySo8NSStringC_SSSgztFZ",
    )
)
"""They give back their argument as another type of text."""
QUIET = frozenset(
    """objc_release objc_autoreleasePoolPush objc_autoreleasePoolPop objc_destroyWeak
    objc_sync_enter objc_sync_exit objc_enumerationMutation objc_copyWeak objc_moveWeak
    objc_copyCppObjectAtomic swift_release swift_bridgeObjectRelease swift_unknownObjectRelease
    swift_release_n swift_bridgeObjectRelease_n swift_beginAccess swift_endAccess swift_once
    swift_isUniquelyReferenced_nonNull_native swift_deallocClassInstance swift_unknownObjectRelease_n
    CFRelease __stack_chk_fail""".split()
)
"""Of no interest to anybody."""
IN_REGISTER = re.compile(r"(objc_retain|objc_release)_x(\d\d?)")
"""They take their argument where it is."""
NO_RETURN = frozenset(
    """__stack_chk_fail abort exit _exit objc_exception_throw objc_exception_rethrow objc_terminate
    swift_unexpectedError pthread_exit __cxa_throw __cxa_rethrow _Unwind_Resume __assert_rtn
    longjmp _objc_terminate swift_deletedMethodError""".split()
)
READS_ONLY = frozenset(
    """NSLog CFDictionaryCreate CFArrayCreate CFSetCreate CFStringCreateWithCString
    CFDataCreate CFNumberCreate memcmp strlen strcmp strncmp printf NSLogv""".split()
)
"""They do not write to what their arguments point to."""
READING_SELECTORS = frozenset(
    """dictionaryWithObjects:forKeys:count: initWithObjects:forKeys:count: arrayWithObjects:count:
    initWithObjects:count: setWithObjects:count: orderedSetWithObjects:count: dataWithBytes:length:
    initWithBytes:length: appendBytes:length: stringWithUTF8String: initWithUTF8String:""".split()
)
VARIADIC = {
    "NSLog": 1,
    "printf": 1,
    "fprintf": 2,
    "sprintf": 2,
    "asprintf": 2,
    "snprintf": 3,
    "syslog": 2,
    "open": 2,
    "openat": 3,
    "fcntl": 2,
    "ioctl": 2,
    "syscall": 1,
    "sscanf": 2,
    "execl": 2,
    "CFStringCreateWithFormat": 3,
    "CFLog": 2,
}
"""How many parameters have a register; the others are on the stack."""
VARIADIC_SELECTORS = frozenset(
    """stringWithFormat: initWithFormat: initWithFormat:locale: appendFormat: stringByAppendingFormat:
    localizedStringWithFormat: predicateWithFormat: expressionWithFormat: raise:format:
    dictionaryWithObjectsAndKeys: initWithObjectsAndKeys: arrayWithObjects: initWithObjects:
    setWithObjects: orderedSetWithObjects: logWithFormat: log:level:flag:context:file:function:line:tag:format:
    """.split()
)
STACKED = {
    "CCCrypt": (8, 8, 8),
    "CCCryptorCreateWithMode": (8, 4, 4, 8),
    "CCKeyDerivationPBKDF": (8,),
}
"""Sizes of the parameters on the stack, of functions that have more than eight."""
NEW_TABLES = {
    "NSMutableDictionary": True,
    "NSDictionary": True,
    "NSMutableArray": False,
    "NSArray": False,
    "NSMutableSet": False,
    "NSSet": False,
}
"""Classes of which an empty one is made, and whether it has keys."""
EMPTY = frozenset(
    """new init dictionary array set dictionaryWithCapacity: arrayWithCapacity: setWithCapacity:
    initWithCapacity:""".split()
)
_MAKER = re.compile(r"(?:default|standard|shared|main|current|general|ephemeral|system)(\w+)\Z")
_FACTORY = re.compile(r"([a-zA-Z]+?)(?:With|From|By)[A-Z]")


def result_owner(owner: str, sign: str, selector: str) -> str:
    """The class of what a message gives back, where it is beyond doubt; or empty. A class method
    gives one of its class if its name says so: `+[NSUserDefaults standardUserDefaults]`."""
    if not owner or owner == "?":
        return ""
    if selector.startswith("init") or selector in ("alloc", "new", "allocWithZone:", "self"):
        return owner
    if sign != "+":
        return ""
    if match := _MAKER.match(selector):
        return owner if owner.endswith(match[1]) else ""
    first = _FACTORY.match(selector.partition(":")[0])
    noun = first[1] if first else selector
    return owner if owner.casefold().endswith(noun.casefold()) else ""
