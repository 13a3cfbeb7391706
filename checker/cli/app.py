"""The commands put together, and every way in which a run can end."""

import os
import sys
import traceback
from collections.abc import Sequence
from functools import cache

import typer

from checker import __version__
from checker.cli.console import say_error
from checker.cli.plain_values import PlainCommand, PlainGroup
from checker.errors import CheckerError, ExitCode

app = typer.Typer(
    name="checker",
    cls=PlainGroup,
    help="Which products of an inventory China's Directory of Network Key Equipment and Cybersecurity-specific "
    "Products covers, which are certified, and what Article 63 puts at risk. No legal advice.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"checker {__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: bool = typer.Option(
        False, "--version", help="Print the version and exit.", is_eager=True, callback=_print_version
    ),
) -> None:
    """Check inventories against the Directory, the lists of certificates and Article 63."""


@cache
def add_commands() -> None:
    """Register every command; each module imports its heavy parts only when it runs."""
    from checker.cli import (  # noqa: PLC0415 - they import this package's options
        article63,
        check,
        config,
        decide,
        demo,
        directory,
        explain,
        register,
        report,
    )

    app.command("check", cls=PlainCommand)(check.check)
    app.command("explain", cls=PlainCommand)(explain.explain)
    app.command("report", cls=PlainCommand)(report.report)
    app.command("decide", cls=PlainCommand)(decide.decide)
    app.command("article63", cls=PlainCommand)(article63.article63)
    app.add_typer(directory.app, name="directory")
    app.add_typer(register.app, name="register")
    app.command("config", cls=PlainCommand)(config.config)
    app.command("demo", cls=PlainCommand)(demo.demo)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing but a result or one clear sentence is printed."""
    add_commands()
    try:
        code = app(args=list(arguments), standalone_mode=False, prog_name="checker")
    except CheckerError as error:
        say_error(error)
        return int(error.exit_code)
    except typer.TyperException as error:
        typer.echo(f"checker: {error.format_message()}\n         checker --help, checker COMMAND --help", err=True)
        return int(ExitCode.USAGE)
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("checker: interrupted; no partial report was left. 已中断，未留下不完整的报告。", err=True)
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.INTERNAL)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a crash must never look like a verdict
        if os.environ.get("CHECKER_TRACEBACK"):
            traceback.print_exc()
        say_error(CheckerError("internal_error", kind=type(error).__name__, detail=str(error)))
        return int(ExitCode.INTERNAL)
    return int(code or 0)
