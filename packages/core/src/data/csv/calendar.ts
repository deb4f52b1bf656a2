/**
 * How often a series is observed, and where its dates jump, judged by the steps between the dates of the head.
 */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365.2425 * DAY;

/** Share of the steps that must be of the median's kind before it is given a name. */
const USUAL = 0.6;
/** Share of equal steps, and how many steps, from which on a larger one is worth a note. */
const REGULAR = 0.95;
const STEPS_OF_A_CALENDAR = 10;

/** What the dates of the head say. */
export interface Calendar {
  /** 'daily', 'monthly', 'every 15 minutes', ...; null where the dates do not tell. */
  readonly frequency: string | null;
  /** Positions in the sample that come more than half a step too late; empty unless nearly all steps are alike. */
  readonly jumps: readonly number[];
}

/** Named steps and their bounds in seconds; a leap second or a change of the clock is no step of its own. */
const NAMED = [
  { name: 'yearly', from: 364 * DAY, to: 367 * DAY },
  { name: 'quarterly', from: 89 * DAY, to: 93 * DAY },
  { name: 'monthly', from: 28 * DAY, to: 31 * DAY },
  { name: 'weekly', from: 7 * DAY, to: 7 * DAY },
  { name: 'daily', from: DAY, to: DAY },
  { name: 'hourly', from: HOUR, to: HOUR },
  { name: 'minutely', from: MINUTE, to: MINUTE },
  { name: 'secondly', from: 1, to: 1 },
];

/**
 * Reads the calendar off the keys of the sample, in either order; NaN for cells that are no dates.
 * `numeric` says that the keys are bare numbers: years, Unix times, or a count that tells nothing.
 */
export function readCalendar(keys: readonly number[], numeric: boolean): Calendar {
  const unit = numeric ? unitOf(keys) : 1;
  if (unit === null) return { frequency: null, jumps: [] };
  const dated = keys.flatMap((key, position) =>
    Number.isNaN(key) ? [] : [{ seconds: key * unit, position }],
  );
  const steps = dated.slice(1).flatMap(({ seconds, position }, index) => {
    const length = Math.abs(seconds - dated[index]!.seconds);
    return length > 0 ? [{ length, position }] : [];
  });
  if (steps.length === 0) return { frequency: null, jumps: [] };
  const lengths = steps.map(({ length }) => length).sort((one, other) => one - other);
  const kind = kindOf(lengths[Math.floor((lengths.length - 1) / 2)]!);
  if (kind === null) return { frequency: null, jumps: [] };
  const usual = lengths.filter((length) => length >= kind.from && length <= kind.to).length;
  const regular = usual >= REGULAR * steps.length && steps.length >= STEPS_OF_A_CALENDAR;
  const late = steps.filter(({ length }) => length > 1.5 * kind.to);
  return {
    frequency: usual >= USUAL * steps.length ? kind.name : null,
    jumps: regular ? late.map(({ position }) => position) : [],
  };
}

/** Seconds that one unit of a bare number is worth, null for a count. */
function unitOf(keys: readonly number[]): number | null {
  const known = keys.filter((key) => !Number.isNaN(key));
  const within = (from: number, to: number) => known.every((key) => key >= from && key < to);
  if (within(1000, 3000)) return YEAR;
  if (within(1e8, 1e11)) return 1;
  if (within(1e11, 1e14)) return 1e-3;
  return null;
}

interface Kind {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

function kindOf(step: number): Kind | null {
  // Years with few decimals (1949.083333) and milliseconds are not exact to the last digit.
  const slack = step * 1e-4;
  const named = NAMED.find(({ from, to }) => step >= from - slack && step <= to + slack);
  if (named !== undefined) return { ...named, from: named.from - slack, to: named.to + slack };
  for (const [unit, seconds] of [
    ['days', DAY],
    ['hours', HOUR],
    ['minutes', MINUTE],
    ['seconds', 1],
  ] as const) {
    const count = Math.round(step / seconds);
    if (count > 1 && Math.abs(step - count * seconds) <= slack) {
      return { name: `every ${count} ${unit}`, from: step - slack, to: step + slack };
    }
  }
  return null;
}
