-- Things that can be lent or sat at, and files. Foreign keys are held within the organisation: they look past row security.
create unique index zones_in_organisation on zones (organisation_id, zone_id);
create table asset_categories (
  asset_category_id  text        primary key,
  organisation_id    bigint      not null references organisations on delete cascade default current_organisation(),
  name               text        not null check (name <> ''),
  description        text        not null default '',     -- kept as it is: apps store JSON in it
  hidden             boolean     not null default false,
  parent_category_id text,
  search             text        not null default '',
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  unique (organisation_id, name),
  unique (organisation_id, asset_category_id),
  constraint parent_category foreign key (organisation_id, parent_category_id)
    references asset_categories (organisation_id, asset_category_id) on delete cascade
);
create table asset_types (
  asset_type_id   text        primary key,
  organisation_id bigint      not null references organisations on delete cascade default current_organisation(),
  category_id     text        not null,
  name            text        not null check (name <> ''),
  brand           text        not null,
  description     text        not null default '',
  model_number    text        not null default '',
  images          text[]      not null default '{}',
  search          text        not null default '',
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  unique (category_id, name),
  unique (organisation_id, asset_type_id),
  constraint category foreign key (organisation_id, category_id)
    references asset_categories (organisation_id, asset_category_id) on delete cascade
);
create table asset_purchase_orders (
  asset_purchase_order_id text   primary key,
  organisation_id         bigint not null references organisations on delete cascade default current_organisation(),
  purchase_order_number   text   not null check (purchase_order_number <> ''),
  invoice_number          text,
  supplier_details        jsonb  not null default '{}',
  purchase_date           bigint,
  unit_price              integer,
  expected_service_start_date bigint,
  expected_service_end_date   bigint,
  search                  text   not null default '',
  created_at              timestamptz not null default now(),
  updated_at              timestamptz not null default now(),
  unique (organisation_id, asset_purchase_order_id)
);
create table assets (
  asset_id               text        primary key,
  organisation_id        bigint      not null references organisations on delete cascade default current_organisation(),
  asset_type_id          text        not null,
  purchase_order_id      text,
  zone_id                text        not null,
  parent_id              text,
  identifier             text,
  serial_number          text,
  barcode                text,
  name                   text        not null default '',
  other_data             jsonb       not null default '{}',   -- strings in it stay strings
  client_ids             jsonb       not null default '{}',
  map_id                 text,
  bookable               boolean     not null default true,
  accessible             boolean     not null default false,
  zones                  text[]      not null default '{}',
  place_groups           text[]      not null default '{}',
  assigned_to            text,
  assigned_name          text,
  features               text[]      not null default '{}',
  images                 text[]      not null default '{}',
  notes                  text        not null default '',
  security_system_groups text[]      not null default '{}',
  search                 text        not null default '',
  created_at             timestamptz not null default now(),
  updated_at             timestamptz not null default now(),
  unique (organisation_id, asset_id),
  constraint asset_type foreign key (organisation_id, asset_type_id)
    references asset_types (organisation_id, asset_type_id) on delete cascade,
  constraint purchase_order foreign key (organisation_id, purchase_order_id)
    references asset_purchase_orders (organisation_id, asset_purchase_order_id) on delete set null (purchase_order_id),
  constraint zone foreign key (organisation_id, zone_id) references zones (organisation_id, zone_id) on delete cascade,
  constraint parent foreign key (organisation_id, parent_id)
    references assets (organisation_id, asset_id) on delete set null (parent_id)
);
create index assets_of_type on assets (asset_type_id);
create index assets_in_zone on assets (zone_id);
create index assets_in_zones on assets using gin (zones);
create index assets_below on assets (parent_id) where parent_id is not null;
create index assets_of_order on assets (purchase_order_id) where purchase_order_id is not null;

-- A zone that goes takes its id out of the lists that name it, as a foreign key would if lists could have one.
create function forget_zone() returns trigger language plpgsql as $$
begin
  update assets set zones = array_remove(zones, old.zone_id)
   where organisation_id = old.organisation_id and zones @> array[old.zone_id];
  return null;
end $$;
create trigger forget_zone after delete on zones for each row execute function forget_zone();

create table uploads (
  upload_id       text        primary key,
  organisation_id bigint      not null references organisations on delete cascade default current_organisation(),
  object_key      text        not null unique,
  file_name       text        not null,
  file_size       bigint      not null check (file_size >= 0),
  file_mime       text        not null default 'application/octet-stream',
  file_md5        text        not null default '',
  file_path       text        not null default '',
  public          boolean     not null default true,
  permissions     text        not null default 'none' check (permissions in ('none', 'support', 'admin')),
  tags            text[]      not null default '{}',
  upload_complete boolean     not null default false,
  part_list       jsonb       not null default '[]',
  part_data       jsonb       not null default '{}',
  resumable       boolean     not null default false,
  resumable_id    text,
  expires_at      timestamptz,
  uploaded_by     text        not null,
  uploaded_email  text        not null default '',
  search          text        not null default '',
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now()
);

create table short_urls (
  short_url_id    text        primary key,
  organisation_id bigint      not null references organisations on delete cascade default current_organisation(),
  name            text        not null default '',
  uri             text        not null,
  description     text        not null default '',
  user_id         text,
  user_name       text,
  user_email      text,
  enabled         boolean     not null default true,
  redirect_count  bigint      not null default 0,
  valid_from      bigint,
  valid_until     bigint,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now()
);

call keep_apart(array['asset_categories', 'asset_types', 'asset_purchase_orders', 'assets', 'uploads', 'short_urls']);

-- An asset lists zones besides the one it is in; a zone that goes is struck from all lists.
create function forget_zones() returns trigger language plpgsql as $$
begin
  update assets
     set zones = array(select listed.zone_id from unnest(assets.zones) with ordinality as listed(zone_id, n)
                        where listed.zone_id not in (select zone_id from gone) order by listed.n)
   where assets.zones && array(select zone_id from gone);
  return null;
end $$;
create trigger zones_forgotten after delete on zones referencing old table as gone
  for each statement execute function forget_zones();
