/** Numbers for people: few digits, aligned, never a row of zeros. */

/** Decimals that show `significant` digits of the smallest of the values, from `min` to 10. */
export function decimalsFor(values: readonly number[], significant: number, min = 0): number {
  const smallest = Math.min(...values.map(Math.abs).filter((v) => v > 0 && Number.isFinite(v)));
  if (!Number.isFinite(smallest)) return min;
  return Math.min(10, Math.max(min, significant - 1 - Math.floor(Math.log10(smallest))));
}

/** Fixed decimals, or scientific where that would be long or show nothing; `n/a` where there is no number. */
export function formatFixed(value: number | null, decimals: number): string {
  if (value === null || Number.isNaN(value)) return 'n/a';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const hidden = value !== 0 && Math.abs(value) < 0.5 * 10 ** -decimals && decimals >= 10;
  if (Math.abs(value) >= 1e9 || hidden) return value.toExponential(3);
  const text = value.toFixed(decimals);
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text;
}

/** A probability with fixed decimals, or `<0.001` where they would all be zero. */
export function formatPValue(value: number | null, decimals = 3): string {
  if (value === null || Number.isNaN(value)) return 'n/a';
  const least = 10 ** -decimals;
  return value < least ? `<${least.toFixed(decimals)}` : value.toFixed(decimals);
}

/** A value that stands alone: at most `digits` significant digits, no trailing zeros. */
export function formatValue(value: number | null, digits = 4): string {
  if (value === null || Number.isNaN(value)) return 'n/a';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude >= 1e9 || magnitude < 1e-5)) {
    return value.toExponential(digits - 1);
  }
  const whole = Math.abs(Math.trunc(value)).toString().length;
  return magnitude >= 10 ** digits
    ? value.toFixed(0)
    : String(Number(value.toPrecision(Math.max(digits, whole))));
}

/** Digits in groups of three: `10 000 000`. */
export function formatCount(count: number): string {
  const digits = String(count);
  return digits.length <= 4 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** `1 row`, `2 rows`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A duration in milliseconds: `3 ms`, `1.2 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1) return '<1 ms';
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 99_500) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(n: number): string {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${teens ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
}

/** A coverage or probability as a percentage: `95%`, `99.5%`. */
export function formatLevel(level: number): string {
  return `${Number((100 * level).toPrecision(6))}%`;
}
