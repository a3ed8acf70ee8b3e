// Loaded before a client (node --import): a machine whose clock is VEINTE_CLOCK_HOURS wrong. Its seconds pass as everywhere.
const wrong = Number(process.env.VEINTE_CLOCK_HOURS) * 3_600_000;
const RightDate = Date;

globalThis.Date = class Date extends RightDate {
  constructor(...parts) {
    if (parts.length === 0) super(RightDate.now() + wrong);
    else super(...parts);
  }

  static now() {
    return RightDate.now() + wrong;
  }
};
