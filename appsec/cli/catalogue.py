"""`appsec list`, `explain` and `schema`: what the tool knows."""

import json

import click

from appsec.cli.scan import LANGS

_LANG = click.option("--lang", type=click.Choice(LANGS), default="zh-TW", show_default=True)


@click.command("list")
@click.argument(
    "what", type=click.Choice(["checks", "requirements", "profiles"]), default="requirements"
)
@click.option("--profile", default="tw-v1.4", show_default=True)
@click.option("--platform", type=click.Choice(["android", "ios"]), default=None)
@_LANG
def list_(what: str, profile: str, platform: str | None, lang: str) -> None:
    """List requirements, checks or profiles, one on a line, tab-separated.

    列出技術要求、檢查或評估依據。
    """
    from appsec.engine.content import load_checks
    from appsec.engine.profiles import available, load_profile
    from appsec.model.text import Lang

    tongue = Lang(lang)
    if what == "profiles":
        for name in available():
            click.echo(f"{name}\t{load_profile(name).title[tongue]}")
    elif what == "checks":
        for check in load_checks(platform or "").values():
            click.echo(f"{check.id}\t{check.about.severity}\t{check.about.title[tongue]}")
    else:
        for r in load_profile(profile).requirements:
            classes = ",".join(r.classes) or "-"
            click.echo(f"{r.id}\t{r.clause}\t{classes}\t{r.title[tongue]}")


@click.command()
@click.argument("name", metavar="CHECK|REQUIREMENT")
@click.option("--profile", default="tw-v1.4", show_default=True)
@_LANG
def explain(name: str, profile: str, lang: str) -> None:
    """Explain a check (android-cleartext-traffic) or a requirement (20, 4.1.2.3.6).

    說明一項檢查或技術要求：理由、改善方式、人工測試方法與所需佐證資料。
    """
    from appsec.engine.content import load_checks
    from appsec.engine.profiles import load_profile
    from appsec.model.text import Lang
    from appsec.report.explain import explain_check, explain_requirement

    loaded = load_profile(profile)
    checks = load_checks()
    if name in checks:
        click.echo(explain_check(checks[name], loaded, Lang(lang)))
        return
    for requirement in loaded.everything:
        if name in (requirement.id, requirement.clause):
            click.echo(explain_requirement(requirement, Lang(lang)))
            return
    raise click.UsageError(f"no check or requirement is named {name!r}; see `appsec list`")


@click.command()
@click.argument(
    "what",
    type=click.Choice(
        [
            "assessment",
            "check",
            "confirmations",
            "declaration",
            "dismissals",
            "dossier",
            "profile",
        ]
    ),
    default="assessment",
)
def schema(what: str) -> None:
    """Print the JSON Schema of a saved assessment or of a file that people write.

    輸出 JSON Schema。
    """
    from appsec.assess.confirmations import ConfirmationsFile
    from appsec.assess.dismissals import DismissalsFile
    from appsec.dossier.shape import DossierFile
    from appsec.engine.files import schema_of
    from appsec.engine.profiles import Correction
    from appsec.model.check import Metadata
    from appsec.model.declaration_form import Declaration
    from appsec.report.json import schema as assessment_schema

    if what == "assessment":
        shape = assessment_schema()
    else:
        files = {
            "check": Metadata,
            "confirmations": ConfirmationsFile,
            "declaration": Declaration,
            "dismissals": DismissalsFile,
            "dossier": DossierFile,
            "profile": Correction,
        }
        shape = schema_of(files[what])
    click.echo(json.dumps(shape, ensure_ascii=False, indent=2, sort_keys=True))
