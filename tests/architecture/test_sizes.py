"""Files and functions stay small enough to read without scrolling back."""

from typing import Final

from tests.architecture.house import functions, python_files, told, where

FILE_LINES: Final = 500
FUNCTION_LINES: Final = 60


def test_no_file_is_longer_than_five_hundred_lines() -> None:
    broken = [
        f"{where(path)} has {lines} lines"
        for path in python_files()
        if (lines := len(path.read_text("utf-8").splitlines())) > FILE_LINES
    ]
    assert not broken, told(broken, "Split the file by idea; most have fewer than 300 lines:")


def test_no_function_is_longer_than_sixty_lines() -> None:
    broken = [
        f"{where(path, function.lineno)} {function.name} has {lines} lines"
        for path in python_files()
        for function in functions(path)
        if (lines := (function.end_lineno or function.lineno) - function.lineno + 1) > FUNCTION_LINES
    ]
    assert not broken, told(broken, "Name the steps as functions of their own; most have fewer than 30 lines:")
