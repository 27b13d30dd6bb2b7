"""PostgreSQL's settings for many short transactions on a machine it shares with Workhall."""

from pathlib import Path

# After the cluster's own postgresql.conf, so ours win; `alter system` wins over both, for the administrator.
_SETTINGS = """\
# Written by Workhall at every start: change nothing here. Use `alter system` for settings of your own.
include_if_exists = '{cluster}/postgresql.conf'

listen_addresses = '{addresses}'
port = {port}
unix_socket_directories = '{socket_dir}'
unix_socket_permissions = 0700
max_connections = 200

shared_buffers = 128MB
work_mem = 8MB
maintenance_work_mem = 64MB
effective_cache_size = 1GB
jit = off                             # compiling costs more than our statements take
random_page_cost = 1.1
max_parallel_workers_per_gather = 0   # many small requests share the cores; one must not take them all

fsync = on
synchronous_commit = on               # an answer given is a row kept
full_page_writes = on
wal_level = replica
max_wal_size = 1GB
min_wal_size = 128MB
checkpoint_timeout = 15min
checkpoint_completion_target = 0.9

autovacuum_naptime = 20s              # queue and outbox tables turn over quickly
autovacuum_vacuum_scale_factor = 0.05
idle_in_transaction_session_timeout = 5min

timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
logging_collector = off               # Workhall keeps the log, and keeps it small
log_destination = 'stderr'
log_line_prefix = '%m [%p] '
log_min_messages = warning
log_error_verbosity = terse           # a refused double booking is one line, without the people in it
log_min_error_statement = panic
log_checkpoints = off
log_lock_waits = on
"""

# With the hot pages in memory, workers for reading ahead only cost memory.
_SINCE_18 = """
io_method = sync
"""


def render(*, cluster: Path, socket_dir: Path, tcp_port: int | None, major: int) -> str:
    """The whole file. Without `tcp_port` only the socket answers, under the usual number."""
    common = _SETTINGS.format(
        cluster=_quoted(cluster),
        socket_dir=_quoted(socket_dir),
        addresses="127.0.0.1" if tcp_port else "",
        port=tcp_port or USUAL_PORT,
    )
    return common + (_SINCE_18 if major >= 18 else "")


USUAL_PORT = 5432


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
