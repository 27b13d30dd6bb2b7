"""How the administration says no: beside the field where a field is to blame, else as a page or a toast."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from workhall.kernel.errors import Conflict, Invalid, NotNow, WorkhallError
from workhall.surfaces.web.pages import N_, Problems

CORRECTABLE: Final = (Invalid, Conflict, NotNow)
"""What the reader can mend in the form; everything else becomes a page."""

_SENTENCES: Final[Mapping[str, str]] = {
    "is required": N_("%(field)s: fill this in."),
    "must not be empty": N_("%(field)s: fill this in."),
    "must not be blank": N_("%(field)s: fill this in."),
    "is already taken": N_("%(field)s: somebody else has this already. Choose another."),
    "has already been taken": N_("%(field)s: something else is called that already. Choose another."),
    "is taken": N_("%(field)s: somebody else has this already. Choose another."),
    "is not an e-mail address": N_("%(field)s: write an address such as ana@example.com."),
    "is nobody here": N_("%(field)s: nobody here goes by that. Look them up among the people."),
    "would put the group inside itself": N_("%(field)s: a group cannot be inside itself."),
    "is not a host name": N_("%(field)s: write a name such as work.example.com."),
    "must be an absolute address without a fragment": N_("%(field)s: write a whole address, without # in it."),
    "is a number of minutes, 1 or more": N_("%(field)s: write a number of minutes, 1 or more."),
    "is no time zone such as Europe/Amsterdam": N_("%(field)s: write a name such as Europe/Amsterdam."),
    "is no colour such as #2456c8": N_("%(field)s: write a colour such as #2456c8."),
    "must have at least 10 characters": N_("%(field)s: choose one with ten characters or more."),
    "is not the name of a time zone": N_("%(field)s: write a name such as Europe/Amsterdam."),
    "is a whole number, 0 or more": N_("%(field)s: write a whole number, 0 or more."),
    "is no zone here": N_("%(field)s: that zone is gone. Choose another."),
    "must not lie in the zone itself": N_("%(field)s: a zone cannot lie in itself or in what lies in it."),
    "must not be the zone itself": N_("%(field)s: a zone cannot lie in itself or in what lies in it."),
    "is no e-mail address": N_("%(field)s: write an address such as ana@example.com."),
    "is not known": N_("%(field)s: that is gone. Choose another."),
    "is not how many were chosen": N_("%(field)s: nothing was deleted. Type the number exactly."),
    "must have between 1 and 2000 lines": N_("%(field)s: paste between 1 and 2000 lines."),
    "has a line with too many columns": N_("%(field)s: a line has more columns than there are names for."),
    "would put the category inside itself": N_("%(field)s: a category cannot be inside itself."),
    "must be a YAML or JSON object": N_("%(field)s: write an object, lines such as “name: value”."),
}
_ANY: Final = N_("%(field)s: %(reason)s")
WHOLE: Final = "form"


class Say(Protocol):
    """Say a message in the reader's language: `Visit.say`."""

    def __call__(self, message: str, /, **words: object) -> str: ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """A form that was sent and refused; nothing of it was kept."""

    error: WorkhallError

    def problems(self, labels: Mapping[str, str], say: Say) -> Problems:
        """Field id to sentence. A field that the form does not show is told for the form as a whole."""
        if not isinstance(self.error, Invalid):
            return {WHOLE: say(sentence(self.error))}
        found: dict[str, str] = {}
        for failure in self.error.failures:
            label = labels.get(failure.field or "")
            shown = failure.field if failure.field and label else WHOLE
            name = say(label) if label else (failure.field or "")
            template = _SENTENCES.get(failure.reason, _ANY) if name else "%(reason)s"
            found[shown] = say(template, field=name, reason=say(failure.reason))
        return found


_KNOWN: Final[Mapping[str, str]] = {
    "name_not_typed": N_("Nothing was deleted: type the name exactly as it stands."),
    "old_version": N_(
        "Somebody else changed this after you opened it. What differs is shown below; save again to keep yours."
    ),
    "upload_incomplete": N_("The file has not arrived yet. Nothing was changed."),
    "last_domain": N_("This is the organisation’s only domain. Add another one first."),
    "domain_in_use": N_("People still belong to this domain. Move or delete them first."),
    "last_administrator": N_("This is the last administrator. Make somebody else one first."),
}


def sentence(error: WorkhallError) -> str:
    """Say a refusal as a sentence for people; the catalogue knows those with a code of their own."""
    return _KNOWN.get(error.code) or _sentence_case(str(error))


def _sentence_case(text: str) -> str:
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}" if text else ""
