-- The ground everything stands on: who a row belongs to, what happened, what is still to be done.
create extension if not exists btree_gist;

-- The organisation of the running transaction; 0 is the house itself. Unset is an error, so there is no
-- query without an organisation.
create function current_organisation() returns bigint language sql stable parallel safe
  as $$ select current_setting('workhall.organisation')::bigint $$;

-- Rows of one organisation are invisible to every other.
create procedure keep_apart(tables text[]) language plpgsql as $$
declare name text;
begin
  foreach name in array tables loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy organisation on %I to workhall_server using (organisation_id = current_organisation())', name);
    execute format('grant select, insert, update, delete on %I to workhall_server', name);
  end loop;
end $$;

-- The same, but the house may see all: what must be found before an organisation is known, or is worked off for all.
create procedure keep_apart_but_for_the_house(tables text[]) language plpgsql as $$
declare name text;
begin
  foreach name in array tables loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy organisation on %I to workhall_server using (organisation_id = current_organisation() or current_organisation() = 0)', name);
    execute format('grant select, insert, update, delete on %I to workhall_server', name);
  end loop;
end $$;

create table organisations (
  organisation_id bigint generated always as identity primary key,
  name            text        not null,
  environment     text        not null unique check (environment ~ '^[a-z0-9]+$'),
  settings        jsonb       not null default '{}',
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now()
);

-- The host names an organisation answers to. On the wire: authorities.
create table domains (
  domain_id       text        primary key,
  organisation_id bigint      not null references organisations on delete cascade default current_organisation(),
  domain          text        not null unique check (domain = lower(domain) and domain <> ''),
  is_default      boolean     not null default false,
  name            text        not null,
  description     text        not null default '',
  login_url       text        not null,
  logout_url      text        not null,
  config          jsonb       not null default '{}',
  internals       jsonb       not null default '{}',
  email_domains   text[]      not null default '{}',
  search          text        not null default '',
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  unique (organisation_id, domain_id)
);
create unique index domains_one_default on domains (is_default) where is_default;
create index domains_of_organisation on domains (organisation_id);

-- Apps keep places and documents for days, until `metadata_cache_id` of their domain changes. The newest mark is that id.
-- Rows are only added: writers of places never wait for each other here, as they would over a counter in one row.
create table cache_marks (
  organisation_id bigint not null default current_organisation(),
  mark            bigint generated always as identity,
  primary key (organisation_id, mark)
);
-- A domain's configuration as it is shown. The newest mark alone would miss a change that commits after a younger one:
-- so their number counts too.
create function shown_config(config jsonb) returns jsonb language sql stable as $$
  select config || jsonb_build_object('metadata_cache_id', coalesce(max(mark) || '-' || count(*), '0'))
    from cache_marks where organisation_id = current_organisation()
$$;

-- Keys that sign tokens. Private halves are sealed. The newest not retired signs; retired ones still verify.
create table signing_keys (
  key_id     text        primary key,
  public     jsonb       not null,
  private    bytea       not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
grant select, insert, update, delete on signing_keys to workhall_server;

-- What is announced. `position` is given by one relay after the commit, so that a reader never skips a late one.
create table outbox (
  outbox_id       bigint generated always as identity primary key,
  organisation_id bigint      not null default current_organisation(),
  channel         text        not null,
  payload         jsonb       not null,
  at              timestamptz not null default now(),
  position        bigint
) with (fillfactor = 80);
create sequence outbox_position;
create index outbox_untold on outbox (outbox_id) where position is null;
create unique index outbox_told on outbox (position) where position is not null;
grant usage, select on sequence outbox_position to workhall_server;

-- Work to be done after a commit, at least once. A row goes when it is done; one that cannot be done stays, dead.
create table jobs (
  job_id          bigint generated always as identity primary key,
  organisation_id bigint      not null default current_organisation(),
  name            text        not null,
  arguments       jsonb       not null default 'null',
  dedupe          text,
  run_at          timestamptz not null default now(),
  attempts        integer     not null default 0,
  locked_until    timestamptz,
  last_error      text,
  dead_at         timestamptz,
  created_at      timestamptz not null default now()
);
create index jobs_due on jobs (run_at) where dead_at is null;
create unique index jobs_once on jobs (organisation_id, name, dedupe) where dedupe is not null and dead_at is null;

-- What runs by the clock: one row per schedule, so that one node runs it.
create table schedules (
  name     text        primary key,
  last_run timestamptz,
  next_run timestamptz not null default now()
);
grant select, insert, update, delete on schedules to workhall_server;

-- What all nodes of a house must have in common, and what is done once: whoever comes first writes it.
create table agreements (
  name  text primary key,
  value text not null
);
grant select, insert on agreements to workhall_server;

-- Each backup that was written whole: how old the last one is, administrators see on their overview.
create table backups (
  backup_id bigint      generated always as identity primary key,
  made_at   timestamptz not null,
  size      bigint      not null,
  version   text        not null
);
grant select on backups to workhall_server;

-- Who did what to which record. Append-only: the server may not change or remove a row.
create table audit (
  audit_id        bigint generated always as identity primary key,
  organisation_id bigint      not null default current_organisation(),
  at              timestamptz not null,
  actor_id        text        not null,
  actor_name      text        not null,
  verb            text        not null,
  subject_kind    text        not null,
  subject_id      text        not null,
  before          jsonb,
  after           jsonb,
  origin          text        not null default '',
  request_id      text        not null default ''
);
create index audit_by_time on audit (organisation_id, at desc, audit_id desc);
create index audit_but_bookings on audit (organisation_id, at desc, audit_id desc) where subject_kind <> 'booking';
create index audit_by_subject on audit (organisation_id, subject_kind, subject_id, audit_id desc);

-- The chain: each seal hashes its entry and the seal before it. Made behind the writers, in order.
create table audit_seals (
  organisation_id bigint not null default current_organisation(),
  position        bigint not null,
  audit_id        bigint not null unique references audit,
  digest          bytea  not null,
  primary key (organisation_id, position)
);

call keep_apart_but_for_the_house(array['organisations', 'domains', 'cache_marks', 'outbox', 'jobs', 'audit', 'audit_seals']);
revoke update, delete on audit, audit_seals from workhall_server;
grant usage on schema public to workhall_server;
grant select on migrations to workhall_server;
