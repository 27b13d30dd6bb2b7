"""How the command line says no: a sentence on standard error, and an exit code. Never a stack trace."""

import logging
import sys
import traceback

import click

from workhall.kernel.errors import Invalid, WorkhallError
from workhall.settings import variable

FAILED = 1
INTERRUPTED = 130


def explain(command: click.Command) -> int:
    """Run a command; answers its exit code: 1 for what cannot be done, 2 for what cannot be meant."""
    try:
        return command.main(standalone_mode=False) or 0
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return INTERRUPTED
    except WorkhallError as error:
        return _say(sentence(error))
    except OSError as error:
        return _say(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")
    except Exception as error:  # noqa: BLE001  one of the five edges: nobody at a terminal shall read a stack trace
        if logging.getLogger().isEnabledFor(logging.DEBUG):
            traceback.print_exc()
        return _say(
            f"something unexpected went wrong ({type(error).__name__}: {error}). "
            f"With {variable('log_level')}=debug the whole story is printed."
        )


def sentence(error: WorkhallError) -> str:
    """What a person reads: settings by the name they are set with."""
    if isinstance(error, Invalid) and len(error.failures) == 1 and error.failures[0].field:
        return f"{error.failures[0].field} {error.failures[0].reason}"
    return str(error) or error.code


def _say(text: str) -> int:
    click.echo(f"workhall: {text}", err=True)
    return FAILED
