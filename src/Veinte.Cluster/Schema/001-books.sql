-- The books of a cluster. Everything below is of one workspace; a database holds one.
create table veinte.books (
    one integer primary key default 1 check (one = 1),
    partitions integer not null,             -- fixed for ever when books are first opened
    generation integer not null,             -- which set of checkpoints is in force
    restated_at bigint not null,             -- position of the restatement it embodies; 0 when there was none
    restated_version integer not null,
    restated_up_to bigint not null,
    secret bytea not null                    -- by which the nodes know each other
);

-- The last position. Its row is locked by whoever appends until his record is durable: that is what makes positions one
-- order without gaps. Room is left in its page so that a new version of the row needs no new page and no index entry.
create table veinte.head (
    one integer primary key default 1 check (one = 1),
    position bigint not null
) with (fillfactor = 10, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

-- One row is one record: the entries of one group of requests. The token names the attempt, so that an append whose answer
-- was lost can be asked for again and is never written twice.
create table veinte.journal (
    first bigint primary key,
    count integer not null,
    checksum bigint not null,                -- XxHash3 of the payload
    token uuid not null unique,
    payload bytea not null
);
alter table veinte.journal alter column payload set storage external;

-- Who owns which partition. The epoch rises with every owner; all that an owner writes names it.
create table veinte.partitions (
    partition integer primary key,
    epoch bigint not null,
    owner uuid,
    expires timestamptz not null
) with (fillfactor = 50);

create table veinte.nodes (
    node uuid primary key,
    address text not null,                   -- where its partitions are asked
    version text not null,
    started timestamptz not null,
    seen timestamptz not null,
    draining boolean not null
) with (fillfactor = 50);

-- State, daybook and position of a partition, committed together under its owner's epoch.
create table veinte.checkpoints (
    generation integer not null,
    partition integer not null,
    epoch bigint not null,
    position bigint not null,
    daybook bigint not null,
    aggregates bytea,
    primary key (generation, partition)
);

create table veinte.customers (
    generation integer not null,
    partition integer not null,
    key bytea not null,
    text text collate "C" not null,
    name text,
    listed boolean not null,
    balance bigint not null,
    grade integer not null,
    interactions bigint not null,
    graded bigint not null,
    last_at bigint not null,
    state bytea not null,
    primary key (generation, partition, key)
);

-- Twenty lines of 96 bytes a page: a row that still lies in the table itself and needs no second trip.
create table veinte.daybook (
    generation integer not null,
    partition integer not null,
    page bigint not null,
    lines bytea not null,
    primary key (generation, partition, page)
);
alter table veinte.daybook alter column lines set storage external;
