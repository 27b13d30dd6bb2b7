"""The command line says no in one sentence, with an exit code, and never with a stack trace."""

import click
import pytest

from workhall.cli import COMMANDS
from workhall.cli import command as workhall
from workhall.cli.refusals import explain
from workhall.kernel.errors import Conflict, Invalid


def failing(error: BaseException) -> click.Command:
    def fail() -> None:
        raise error

    return click.Command("fail", callback=fail)


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (Conflict("the port is taken"), 1, "workhall: the port is taken\n"),
        (Invalid("email", "is required"), 1, "workhall: email is required\n"),
        (PermissionError(13, "Permission denied", "/x"), 1, "workhall: Permission denied: /x\n"),
        (KeyboardInterrupt(), 130, "\nstopped\n"),
    ],
)
def test_a_refusal_is_one_sentence_and_a_code(
    error: BaseException, code: int, sentence: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["workhall"])
    assert explain(failing(error)) == code
    assert capsys.readouterr().err == sentence


def test_what_nobody_foresaw_is_a_sentence_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["workhall"])
    assert explain(failing(ZeroDivisionError("division by zero"))) == 1
    said = capsys.readouterr().err
    assert said.startswith("workhall: something unexpected went wrong (ZeroDivisionError: division by zero)")
    assert "Traceback" not in said


def test_every_listed_command_is_there_and_says_what_it_does() -> None:
    context = click.Context(workhall)
    for name in COMMANDS:
        found = workhall.get_command(context, name)
        assert isinstance(found, click.Command), name
        assert found.help, name
