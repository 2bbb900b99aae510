"""What all runs together tell of a token: one may show what another leaves in doubt."""

from collections.abc import Sequence
from dataclasses import replace

from appsec.engine.canaries.forms import What
from appsec.facts.leaks import Leak
from appsec.readers.trace.searched import Searched


class Tokens:
    """The names of all tokens, and of which of them no declaration may say what they are for."""

    def __init__(self, runs: Sequence[Searched]) -> None:
        self._named: dict[str, dict[tuple[str, str], None]] = {}
        self._undeniable: set[str] = set()
        values: dict[str, set[str]] = {}
        sure: set[str] = set()
        relied: set[tuple[str, str]] = set()
        for done in runs:
            self._undeniable |= done.undeniable | done.relied
            relied.update(pair for canary in done.relied for pair in done.named.get(canary, ()))
            for canary, named in done.named.items():
                self._named.setdefault(canary, {}).update(named)
            for one in done.sought:
                if one.what is What.TOKEN:
                    values.setdefault(one.value, set()).add(one.id)
                    if one.id not in done.doubtful:
                        sure.add(one.value)
        # What one login's value is for, another's of that name is.
        shown = (canary for canary, named in self._named.items() if relied & named.keys())
        self._undeniable.update(shown)
        self._sure = {canary for value in sure for canary in values[value]}

    def told(self, leak: Leak) -> Leak:
        """A leak with what is known of its token."""
        if not leak.doubtful:
            return leak
        if leak.canary in self._sure:
            return replace(leak, doubtful=False)
        named = tuple(self._named.get(leak.canary, ()))
        return replace(leak, given_as=named, deniable=leak.canary not in self._undeniable)
