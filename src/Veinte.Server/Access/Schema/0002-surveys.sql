-- Surveys, their versions, places, invitations, half answered ones, and the index of responses.
CREATE TABLE "Surveys" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Surveys" PRIMARY KEY,
    "Token" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Draft" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    "Revision" INTEGER NOT NULL,
    "CreatedAt" TEXT NOT NULL,
    "CreatedBy" TEXT NOT NULL,
    "ChangedAt" TEXT NOT NULL
);

CREATE TABLE "SurveyVersions" (
    "Survey" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    "Definition" TEXT NOT NULL,
    "PublishedAt" TEXT NOT NULL,
    "PublishedBy" TEXT NOT NULL,
    CONSTRAINT "PK_SurveyVersions" PRIMARY KEY ("Survey", "Version")
);

CREATE TABLE "SurveyPlaces" (
    "Code" TEXT NOT NULL CONSTRAINT "PK_SurveyPlaces" PRIMARY KEY,
    "Survey" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Touchpoint" TEXT NULL,
    "Area" TEXT NULL,
    "Staff" TEXT NULL,
    "Device" TEXT NULL,
    "CreatedAt" TEXT NOT NULL
);

CREATE TABLE "SurveyInvitations" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_SurveyInvitations" PRIMARY KEY,
    "Survey" TEXT NOT NULL,
    "Customer" TEXT NOT NULL,
    "Name" TEXT NULL,
    "Touchpoint" TEXT NULL,
    "Area" TEXT NULL,
    "Staff" TEXT NULL,
    "CreatedAt" TEXT NOT NULL,
    "ExpiresAt" TEXT NOT NULL,
    "RemindedAt" TEXT NULL,
    "Reminders" INTEGER NOT NULL,
    "AnsweredAt" TEXT NULL
);

CREATE TABLE "SurveyPartials" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_SurveyPartials" PRIMARY KEY,
    "Survey" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    "Language" TEXT NOT NULL,
    "Place" TEXT NULL,
    "Invitation" TEXT NULL,
    "Way" TEXT NOT NULL,
    "Answers" TEXT NOT NULL,
    "StartedAt" TEXT NOT NULL,
    "ChangedAt" TEXT NOT NULL,
    "ClosesAt" TEXT NOT NULL
);

CREATE TABLE "SurveyResponses" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_SurveyResponses" PRIMARY KEY,
    "Survey" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    "Position" INTEGER NOT NULL,
    "At" TEXT NOT NULL,
    "Language" TEXT NOT NULL,
    "Way" TEXT NOT NULL,
    "Place" TEXT NULL,
    "Invitation" TEXT NULL,
    "Customer" TEXT NULL,
    "Touchpoint" TEXT NOT NULL,
    "Area" TEXT NULL,
    "Staff" TEXT NULL,
    "Partial" INTEGER NOT NULL,
    "Answers" TEXT NOT NULL
);

CREATE UNIQUE INDEX "IX_Surveys_Token" ON "Surveys" ("Token");
CREATE INDEX "IX_SurveyPlaces_Survey" ON "SurveyPlaces" ("Survey");
CREATE UNIQUE INDEX "IX_SurveyPlaces_Device" ON "SurveyPlaces" ("Device");
CREATE INDEX "IX_SurveyInvitations_Survey_CreatedAt" ON "SurveyInvitations" ("Survey", "CreatedAt");
CREATE INDEX "IX_SurveyInvitations_Customer_CreatedAt" ON "SurveyInvitations" ("Customer", "CreatedAt");
CREATE INDEX "IX_SurveyPartials_ClosesAt" ON "SurveyPartials" ("ClosesAt");
CREATE INDEX "IX_SurveyPartials_Survey" ON "SurveyPartials" ("Survey");
CREATE INDEX "IX_SurveyResponses_Survey_Position" ON "SurveyResponses" ("Survey", "Position");
CREATE INDEX "IX_SurveyResponses_Customer_At" ON "SurveyResponses" ("Customer", "At");
