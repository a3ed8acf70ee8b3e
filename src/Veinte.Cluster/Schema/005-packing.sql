-- How a record's bytes lie here: as they are (0) or as one block of LZ4 (1). These numbers stay for ever, and so do old records.
-- The checksum is that of the payload unpacked: a node that does not know of packing refuses a packed record by it.
alter table veinte.journal add column packing smallint not null default 0;
alter table veinte.journal add column unpacked integer not null default 0;  -- bytes of the payload unpacked; 0 when it lies as it is

-- Whether a node can read packed records: none is written while one lives that cannot.
alter table veinte.nodes add column unpacks boolean not null default false;
