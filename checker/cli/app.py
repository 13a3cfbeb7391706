"""The commands put together, and every way in which a run can end."""

import os
import sys
import traceback
from collections.abc import Sequence
from functools import cache
from importlib import import_module

import typer

from checker import __version__
from checker.cli.console import say_error
from checker.cli.plain_values import PlainCommand, PlainGroup
from checker.errors import CheckerError, ExitCode

COMMANDS = ("check", "explain", "report", "decide", "article63", "directory", "register", "config", "demo")
"""In the order of the help; each is in the module of its name, as a function or as an ``app`` of more commands."""


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"checker {__version__}")
        raise typer.Exit


def root(
    *,
    version: bool = typer.Option(
        False, "--version", help="Print the version and exit.", is_eager=True, callback=_print_version
    ),
) -> None:
    """Check inventories against the Directory, the lists of certificates and Article 63."""


@cache
def build_app(names: Sequence[str] = COMMANDS) -> typer.Typer:
    """Return the command line with these of its commands; each module imports its heavy parts only when it runs."""
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
    app.callback()(root)
    for name in names:
        module = import_module(f"checker.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name, cls=PlainCommand)(getattr(module, name))
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing but a result or one clear sentence is printed."""
    wanted = tuple(name for name in COMMANDS if name in arguments[:1]) or COMMANDS
    try:
        code = build_app(wanted)(args=list(arguments), standalone_mode=False, prog_name="checker")
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
