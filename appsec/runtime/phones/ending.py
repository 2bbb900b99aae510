"""How it is known that a command of a device came to its end, and with which code."""

import re
import secrets

CUT = -1
"""The code of a command whose end did not come."""


class Ending:
    """What a command of a device writes after all else: a word that nothing on the device can know,
    and how it ended. adb itself says that all went well when the cable was pulled."""

    def __init__(self) -> None:
        self._word = secrets.token_hex(8)
        self._form = re.compile(rf"\n{self._word}(\d{{1,3}})\.\Z".encode())
        self.most = len(f"\n{self._word}255.")

    def after(self, command: str) -> str:
        return f"{command}; printf '\\n{self._word}%d.' $?"

    def cut(self, data: bytes) -> tuple[bytes, int]:
        """What was written without the ending, and the code in it: CUT if there is none."""
        found = self._form.search(data[-self.most :])
        if found is None:
            return data, CUT
        return data[: -len(found.group())], int(found.group(1))
