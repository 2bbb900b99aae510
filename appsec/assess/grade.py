"""A class's result: the worst verdict of its members, with counts; never a percentage."""

from collections import Counter
from collections.abc import Iterable, Mapping

from appsec.model.assessment import Verdict
from appsec.model.profile import Profile
from appsec.model.verdict import Grade, Result


def grade(profile: Profile, verdicts: Iterable[Verdict]) -> Mapping[str, Grade]:
    """The grade of every class of the profile. A member without a verdict is inconclusive."""
    results = {v.requirement: v.result for v in verdicts}
    grades = {}
    for app_class in profile.classes:
        members = profile.members(app_class.id)
        got = Counter(results.get(m.id, Result.INCONCLUSIVE) for m in members)
        worst = next(result for result in Result if got[result])
        grades[app_class.id] = Grade(worst, len(members), {r: got[r] for r in Result})
    return grades
