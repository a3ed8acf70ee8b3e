-- Whether it is not known if an anonymous answer that was announced has reached the journal.
ALTER TABLE "SurveyInvitations" ADD COLUMN "Uncertain" INTEGER NOT NULL DEFAULT 0;
