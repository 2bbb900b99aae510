"""Whether an answer says no, though its status says yes: an error in JSON, a page to log in."""

import json
import re
from typing import Any

_ERRORS = re.compile(
    r"errors?|err|error_?(?:code|message|description)|errmsg|errno|exception|fault"
)
_DONE = re.compile(r"(?:is_?)?success|ok|succeeded|result|status|state")
_CODES = re.compile(r"code|status_?code|ret(?:urn)?_?(?:code)?|rtn_?code|result_?code")
_NONE = ("", "none", "null", "ok", "success", "false", "[]", "{}")
_NO = re.compile(
    r"(?i)unauth|expired|invalid|denied|forbid|fail|error|not.?logged|login|sign.?in|逾時|失效|過期|登入"
)
_FORM = re.compile(rb"(?i)type\s*=\s*[\"']?password")
_REFUSED = re.compile(r"-?4\d{2,4}")
MAX_DEPTH = 3
"""So deep an answer is looked at: further down, an error is some datum's."""


def refuses(answer: bytes) -> bool:
    """Whether an answer may be a refusal. One that is taken for one and is none is asked about."""
    if _FORM.search(answer):
        return True
    try:
        return _says_no(json.loads(answer), MAX_DEPTH)
    except (ValueError, RecursionError):
        return False


def _says_no(value: Any, depth: int) -> bool:
    if isinstance(value, list):
        return depth > 0 and any(_says_no(each, depth - 1) for each in value[:20])
    if not isinstance(value, dict):
        return False
    return any(
        _is_no(name.casefold(), each) or (depth > 0 and _says_no(each, depth - 1))
        for name, each in value.items()
    )


def _is_no(name: str, value: Any) -> bool:
    if _ERRORS.fullmatch(name):
        return str(value).casefold().strip("0") not in _NONE
    done = _DONE.fullmatch(name)
    if done and (value is False or str(value).casefold() in ("false", "no", "nok")):
        return True
    if done or _CODES.fullmatch(name):
        told = str(value)
        return _REFUSED.fullmatch(told) is not None or (
            isinstance(value, str) and _NO.search(told) is not None
        )
    return False
