"""Chance that repeats itself: the same words give the same sequence, on every machine."""

from random import Random


def chance(*words: object) -> Random:
    """Draw from a sequence of its own for these words, so that one more room changes no person."""
    return Random("/".join(str(word) for word in words))  # noqa: S311  believable, not secret
