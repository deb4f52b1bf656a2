/** The Gregorian calendar, extended to years before it: days counted from 1970. Knows no text. */

/** A day by month and day, or by one of the two that are null otherwise. */
export interface Day {
  readonly year: number;
  /** 1 to 12; 1 where a week or a day of the year takes its place. */
  readonly month: number;
  readonly day: number;
  /** Week of ISO 8601, in whose year `year` is counted; it stands for its Monday. */
  readonly week: number | null;
  /** 1 to 366. */
  readonly yearDay: number | null;
}

/** Days since 1970; null where there is no such day. */
export function dayOf({ year, month, day, week, yearDay }: Day): number | null {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (week === null && yearDay === null) return daysSince1970(year, month, day);
  const newYear = daysSince1970(year, 1, 1);
  const nextYear = daysSince1970(year + 1, 1, 1);
  const within = (days: number): boolean => days >= newYear && days < nextYear;
  if (yearDay !== null) return within(newYear + yearDay - 1) ? newYear + yearDay - 1 : null;
  // The fourth of January is in the first week, and every week belongs to the year of its Thursday.
  const fourth = newYear + 3;
  const weekday = (((fourth + 3) % 7) + 7) % 7;
  const monday = fourth - weekday + 7 * (week! - 1);
  return within(monday + 3) ? monday : null;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days of the proleptic Gregorian calendar; years are counted from March, so that leap days come last. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const leapDays =
    Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return 365 * marchYear + leapDays + dayOfYear - 719468;
}
