-- Addresses that alerts go to, and the alerts on their way.
CREATE TABLE "AlertAddresses" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AlertAddresses" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "Url" TEXT NOT NULL,
    "OnlyBroken" INTEGER NOT NULL,
    "Enabled" INTEGER NOT NULL,
    "Secret" TEXT NOT NULL,
    "EarlierSecret" TEXT NULL,
    "EarlierUntilMs" INTEGER NOT NULL,
    "CreatedMs" INTEGER NOT NULL,
    "CreatedBy" TEXT NOT NULL,
    "NotedUpTo" INTEGER NOT NULL,
    "ClaimedUntilMs" INTEGER NOT NULL,
    "NextMs" INTEGER NOT NULL,
    "Failures" INTEGER NOT NULL,
    "FailingSinceMs" INTEGER NULL,
    "StoppedMs" INTEGER NULL,
    "DeliveredMs" INTEGER NULL,
    "LastFault" TEXT NULL,
    "Lost" INTEGER NOT NULL
);

CREATE TABLE "Alerts" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Alerts" PRIMARY KEY,
    "Address" TEXT NOT NULL,
    "Subject" TEXT NOT NULL,
    "Body" TEXT NOT NULL,
    "CreatedMs" INTEGER NOT NULL,
    "Attempts" INTEGER NOT NULL,
    "NextMs" INTEGER NOT NULL,
    "DoneMs" INTEGER NULL,
    "Delivered" INTEGER NOT NULL,
    "Fault" TEXT NULL
);

CREATE INDEX "IX_Alerts_Address_DoneMs_NextMs" ON "Alerts" ("Address", "DoneMs", "NextMs");
