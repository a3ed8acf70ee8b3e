-- Work that takes longer than a request.
CREATE TABLE "Jobs" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Jobs" PRIMARY KEY AUTOINCREMENT,
    "Kind" TEXT NOT NULL,
    "Author" TEXT NOT NULL,
    "Subject" TEXT NULL,
    "Order" TEXT NULL,
    "State" TEXT NOT NULL,
    "Holds" TEXT NULL,
    "Server" TEXT NOT NULL,
    "ServerName" TEXT NOT NULL,
    "Done" INTEGER NOT NULL,
    "Total" INTEGER NOT NULL,
    "StartedMs" INTEGER NOT NULL,
    "AliveMs" INTEGER NOT NULL,
    "FinishedMs" INTEGER NULL,
    "CancelledBy" TEXT NULL,
    "Losses" INTEGER NOT NULL,
    "Error" TEXT NULL,
    "Result" TEXT NULL
);

CREATE UNIQUE INDEX "IX_Jobs_Holds" ON "Jobs" ("Holds");
CREATE INDEX "IX_Jobs_State" ON "Jobs" ("State");
