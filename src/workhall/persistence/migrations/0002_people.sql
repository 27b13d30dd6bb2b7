-- People, the groups they are in, and how they prove who they are.
-- Foreign keys look past row security, so those that a caller names are held within the organisation.
create table users (
  user_id            text        primary key,
  organisation_id    bigint      not null references organisations on delete cascade default current_organisation(),
  domain_id          text        not null,
  email              text        not null check (email = lower(email) and email <> ''),
  name               text        not null,
  nickname           text        not null default '',
  first_name         text        not null default '',
  last_name          text        not null default '',
  login_name         text,
  staff_id           text,
  card_number        text,
  phone              text        not null default '',
  country            text        not null default '',
  building           text        not null default '',
  department         text        not null default '',
  image              text        not null default '',
  photo_upload_id    text,
  preferred_language text        not null default '',
  ui_theme           text        not null default '',
  misc               text        not null default '',
  work_preferences   jsonb       not null default '[]',
  work_overrides     jsonb       not null default '{}',
  locatable          boolean     not null default true,
  sys_admin          boolean     not null default false,
  support            boolean     not null default false,
  external_ids       jsonb       not null default '{}',   -- source → id there: directory object, provider, badge
  password_hash      text,
  login_count        integer     not null default 0,
  last_login         timestamptz,
  logged_out_at      timestamptz,                         -- tokens and sessions from before are dead
  deleted            boolean     not null default false,
  deleted_at         timestamptz,
  search             text        not null default '',
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  unique (organisation_id, user_id),
  foreign key (organisation_id, domain_id) references domains (organisation_id, domain_id)
);
create unique index users_email on users (organisation_id, email) where not deleted;
create unique index users_login_name on users (organisation_id, login_name) where login_name is not null and not deleted;
create unique index users_staff_id on users (organisation_id, staff_id) where staff_id is not null and not deleted;
create index users_by_name on users (organisation_id, name, user_id);

create table groups (
  group_id        bigint generated always as identity primary key,
  organisation_id bigint      not null references organisations on delete cascade default current_organisation(),
  name            text        not null check (name <> ''),
  key             text        generated always as (lower(name)) stored,   -- groups are compared without regard to case
  description     text        not null default '',
  external_ids    jsonb       not null default '{}',
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  unique (organisation_id, key)
);
create table memberships (
  organisation_id bigint not null default current_organisation(),
  group_id        bigint not null references groups on delete cascade,
  user_id         text   not null,
  primary key (group_id, user_id),
  foreign key (organisation_id, user_id) references users (organisation_id, user_id) on delete cascade
);
create index memberships_of_user on memberships (user_id);
create table group_nesting (
  organisation_id bigint not null default current_organisation(),
  group_id        bigint not null references groups on delete cascade,      -- this group …
  inside_id       bigint not null references groups on delete cascade,      -- … is a member of that one
  primary key (group_id, inside_id),
  check (group_id <> inside_id)
);
create index group_nesting_inside on group_nesting (inside_id);

create table sessions (
  session_digest  bytea       primary key,                -- SHA-256 of the cookie's secret
  organisation_id bigint      not null references organisations on delete cascade default current_organisation(),
  user_id         text        not null references users on delete cascade,
  domain_id       text        not null references domains on delete cascade,
  csrf            text        not null,
  origin          text        not null default '',
  agent           text        not null default '',
  created_at      timestamptz not null default now(),
  expires_at      timestamptz not null
);
create index sessions_of_user on sessions (user_id);

create table applications (
  application_id     bigint generated always as identity primary key,
  organisation_id    bigint      not null references organisations on delete cascade default current_organisation(),
  domain_id          text        not null,
  uid                text        not null,                -- MD5 of the lower-case redirect URI, as the original computes it
  uid_exact          text        not null,                -- MD5 of the redirect URI as it is, as clients compute it
  name               text        not null,
  secret_digest      bytea,
  secret_sealed      bytea,                               -- administrators may read an application's secret again
  scopes             text        not null default 'public',
  redirect_uri       text        not null,
  confidential       boolean     not null default false,
  skip_authorization boolean     not null default true,
  built_in           boolean     not null default false,
  subsystems         text[]      not null default '{}',
  user_id            text        references users on delete set null,   -- who registered it: whom its client credentials act as
  search             text        not null default '',
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  unique (organisation_id, uid),
  unique (organisation_id, name, redirect_uri),
  foreign key (organisation_id, domain_id) references domains (organisation_id, domain_id) on delete cascade
);

create table authorization_codes (
  code_digest     bytea       primary key,
  organisation_id bigint      not null references organisations on delete cascade default current_organisation(),
  application_id  bigint      references applications on delete cascade,
  client_id       text        not null,
  user_id         text        not null references users on delete cascade,
  redirect_uri    text        not null,
  scope           text        not null,
  nonce           text,
  challenge       text,
  challenge_method text,
  family          text,                                   -- tokens given for it: a second use revokes them
  created_at      timestamptz not null default now(),
  expires_at      timestamptz not null,
  used_at         timestamptz
);

create table refresh_tokens (
  token_digest    bytea       primary key,
  organisation_id bigint      not null references organisations on delete cascade default current_organisation(),
  family          text        not null,
  client_id       text        not null,
  user_id         text        not null references users on delete cascade,
  scope           text        not null,
  created_at      timestamptz not null default now(),
  expires_at      timestamptz not null,
  rotated_at      timestamptz,                            -- still good for a short overlap after this
  revoked_at      timestamptz
);
create index refresh_tokens_family on refresh_tokens (family);
create index refresh_tokens_of_user on refresh_tokens (user_id);

create table revoked_tokens (
  token_id        text        primary key,                -- the token's `jti`, or its refresh family
  organisation_id bigint      not null default current_organisation(),
  expires_at      timestamptz not null
);

create table api_keys (
  api_key_id      text        primary key check (api_key_id ~ '^[0-9a-f]{32}$'),
  organisation_id bigint      not null references organisations on delete cascade default current_organisation(),
  domain_id       text        not null,
  user_id         text        not null,
  name            text        not null check (name <> ''),
  description     text        not null default '',
  scopes          text[]      not null default '{public}',
  permissions     smallint    not null default 0 check (permissions between 0 and 3),
  secret_digest   bytea       not null,                   -- HMAC-SHA-512 of the secret, keyed by the id
  expires_at      timestamptz,
  last_used_at    timestamptz,
  search          text        not null default '',
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  unique (organisation_id, domain_id, name),
  foreign key (organisation_id, domain_id) references domains (organisation_id, domain_id) on delete cascade,
  foreign key (organisation_id, user_id) references users (organisation_id, user_id) on delete cascade
);

-- Outside sign-in sources (OIDC, SAML, LDAP); secrets inside are sealed.
create table sign_in_sources (
  source_id       text        primary key,
  organisation_id bigint      not null references organisations on delete cascade default current_organisation(),
  domain_id       text        not null,
  kind            text        not null check (kind in ('oauth', 'saml', 'ldap')),
  name            text        not null,
  settings        jsonb       not null default '{}',
  sealed          bytea,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  foreign key (organisation_id, domain_id) references domains (organisation_id, domain_id) on delete cascade
);

-- Links that work once: the first administrator's set-up, a password to choose.
create table one_time_links (
  link_digest     bytea       primary key,
  organisation_id bigint      not null references organisations on delete cascade default current_organisation(),
  purpose         text        not null,
  user_id         text        references users on delete cascade,
  expires_at      timestamptz not null,
  used_at         timestamptz
);

-- Failed sign-ins, to make guessing slow. Keyed by account and by address.
create table failed_sign_ins (
  organisation_id bigint      not null default current_organisation(),
  key             text        not null,
  at              timestamptz not null default now()
);
create index failed_sign_ins_by_key on failed_sign_ins (organisation_id, key, at);

call keep_apart(array['users', 'groups', 'memberships', 'group_nesting', 'sessions', 'applications', 'authorization_codes',
  'refresh_tokens', 'revoked_tokens', 'api_keys', 'sign_in_sources', 'one_time_links', 'failed_sign_ins']);
