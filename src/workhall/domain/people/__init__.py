"""People and the groups they are in."""

from workhall.domain.people.commands import add, change, disable, put_in_groups, remove, revive, set_password
from workhall.domain.people.events import GroupChanged, UserChanged
from workhall.domain.people.group_commands import add_group, change_group, join_group, leave_group, remove_group
from workhall.domain.people.model import (
    Group,
    GroupChanges,
    LastAdministrator,
    Particulars,
    User,
    UserChanges,
    UserDraft,
    WorkBlock,
    WorkDay,
)
from workhall.domain.people.queries import (
    by_email,
    by_emails,
    by_ids,
    find,
    get,
    group,
    group_numbered,
    groups,
    groups_inside,
    look_up,
)
from workhall.domain.people.store.users import Filter

__all__ = [
    # values
    "Filter",
    "Group",
    "GroupChanges",
    "LastAdministrator",
    "Particulars",
    "User",
    "UserChanges",
    "UserDraft",
    "WorkBlock",
    "WorkDay",
    # verbs that change
    "add",
    "change",
    "remove",
    "disable",
    "revive",
    "set_password",
    "put_in_groups",
    "add_group",
    "change_group",
    "remove_group",
    "join_group",
    "leave_group",
    # questions
    "by_email",
    "by_emails",
    "by_ids",
    "find",
    "get",
    "group",
    "group_numbered",
    "groups",
    "groups_inside",
    "look_up",
    # announcements
    "GroupChanged",
    "UserChanged",
]
