-- Where things are: zones nest, systems (rooms and logical groups) lie in zones; documents and settings hang off both.
create table zones (
  zone_id         text        primary key,
  organisation_id bigint      not null references organisations on delete cascade default current_organisation(),
  parent_id       text        references zones on delete cascade,
  name            text        not null check (name <> ''),
  description     text        not null default '',
  tags            text[]      not null default '{}',
  location        text        not null default '',
  display_name    text        not null default '',
  code            text        not null default '',
  type            text        not null default '',
  count           integer     not null default 0,
  capacity        integer     not null default 0,
  map_id          text        not null default '',
  timezone        text,
  triggers        text[]      not null default '{}',
  images          text[]      not null default '{}',
  playlists       text[]      not null default '{}',
  place_id        text,
  search          text        not null default '',
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  unique (organisation_id, name)
);
create index zones_of_parent on zones (parent_id);

create table systems (
  system_id            text        primary key,
  organisation_id      bigint      not null references organisations on delete cascade default current_organisation(),
  name                 text        not null check (name <> ''),
  description          text        not null default '',
  features             text[]      not null default '{}',
  email                text,
  bookable             boolean     not null default false,
  public               boolean     not null default false,
  display_name         text        not null default '',
  code                 text        not null default '',
  type                 text        not null default '',
  capacity             integer     not null default 0,
  map_id               text        not null default '',
  approval             boolean     not null default false,
  images               text[]      not null default '{}',
  security_groups      text[]      not null default '{}',
  timezone             text,
  support_url          text        not null default '',
  timetable_url        text,
  camera_snapshot_urls text[]      not null default '{}',
  camera_url           text,
  room_booking_url     text,
  version              integer     not null default 0,
  installed_ui_devices integer     not null default 0,
  modules              text[]      not null default '{}',
  orientation          text        not null default 'unspecified',
  playlists            text[]      not null default '{}',
  signage              boolean     not null default false,
  signage_last_seen    timestamptz,
  playlist_item_id     text,
  space_config         jsonb       not null default '{}',
  search               text        not null default '',
  created_at           timestamptz not null default now(),
  updated_at           timestamptz not null default now(),
  unique (organisation_id, name)
);
create unique index systems_email on systems (organisation_id, email) where email is not null;

create table system_zones (
  organisation_id bigint  not null default current_organisation(),
  system_id       text    not null references systems on delete cascade,
  zone_id         text    not null references zones on delete cascade,
  position        integer not null,
  primary key (system_id, zone_id)
);
create index system_zones_by_zone on system_zones (zone_id, system_id);

-- Named documents hanging off a zone, a system or a person. The parent exists, and takes its documents with it.
create table metadata (
  organisation_id bigint      not null references organisations on delete cascade default current_organisation(),
  parent_id       text        not null,
  name            text        not null check (name <> ''),
  description     text        not null default '',
  details         json        not null default '{}',  -- kept as the text it was given: order and numbers survive
  schema_id       text,
  editors         text[]      not null default '{}',
  modified_by_id  text,
  version         integer     not null default 0,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  zone_id         text generated always as (case when parent_id like 'zone-%' then parent_id end) stored references zones on delete cascade,
  system_id       text generated always as (case when parent_id like 'sys-%'  then parent_id end) stored references systems on delete cascade,
  user_id         text generated always as (case when parent_id like 'user-%' then parent_id end) stored references users on delete cascade,
  primary key (organisation_id, parent_id, name),
  check (num_nonnulls(zone_id, system_id, user_id) = 1)
);
create index metadata_zone on metadata (zone_id) where zone_id is not null;
create index metadata_system on metadata (system_id) where system_id is not null;
create index metadata_user on metadata (user_id) where user_id is not null;

create table metadata_history (
  history_id      bigint generated always as identity primary key,
  organisation_id bigint      not null,
  parent_id       text        not null,
  name            text        not null,
  document        json        not null,                   -- the whole record as it was
  at              timestamptz not null default now(),
  foreign key (organisation_id, parent_id, name) references metadata on delete cascade on update cascade
);
create index metadata_history_of on metadata_history (organisation_id, parent_id, name, history_id desc);

-- Settings of zones, systems, modules and drivers, one per level of secrecy: 0 open, 1 support, 2 admin, 3 never shown.
create table settings (
  settings_id      text        primary key,
  organisation_id  bigint      not null references organisations on delete cascade default current_organisation(),
  parent_id        text        not null,
  encryption_level smallint    not null check (encryption_level between 0 and 3),
  settings_string  text,                                  -- level 0
  sealed           bytea,                                 -- levels 1 to 3
  keys             text[]      not null default '{}',
  modified_by_id   text,
  version          integer     not null default 0,
  search           text        not null default '',
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  zone_id          text generated always as (case when parent_id like 'zone-%' then parent_id end) stored references zones on delete cascade,
  system_id        text generated always as (case when parent_id like 'sys-%'  then parent_id end) stored references systems on delete cascade,
  unique (organisation_id, parent_id, encryption_level),
  check ((encryption_level = 0) = (sealed is null)),
  check ((encryption_level = 0) = (settings_string is not null))
);
create table settings_history (
  history_id      bigint generated always as identity primary key,
  organisation_id bigint      not null default current_organisation(),
  settings_id     text        not null references settings on delete cascade,
  encryption_level smallint   not null,
  settings_string text,
  sealed          bytea,
  keys            text[]      not null,
  modified_by_id  text,
  at              timestamptz not null default now()
);
create index settings_history_of on settings_history (settings_id, history_id desc);

call keep_apart(array['zones', 'systems', 'system_zones', 'metadata', 'metadata_history', 'settings', 'settings_history']);
