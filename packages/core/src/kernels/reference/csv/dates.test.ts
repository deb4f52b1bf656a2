import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileDatePattern } from './dates.ts';

function read(pattern: string, cell: string): number {
  const bytes = new TextEncoder().encode(cell);
  return compileDatePattern(pattern, '.')(bytes, 0, bytes.length);
}

const moment = fc.date({
  min: new Date('1000-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

describe('compileDatePattern', () => {
  it('compileDatePattern reads what Date prints, as the same moment', () => {
    fc.assert(
      fc.property(moment, (date) => {
        const seconds = date.getTime() / 1000;
        expect(read('Y-M-DTh:m:s[Z]', date.toISOString())).toBeCloseTo(seconds, 3);
        const midnight = Math.floor(seconds / 86400) * 86400;
        const [year, month, day] = date.toISOString().slice(0, 10).split('-').map(Number);
        expect(read('Y-M-D', `${year}-${month}-${day}`)).toBe(midnight);
        expect(read('D.M.Y', `${day}.${month}.${year}`)).toBe(midnight);
        const english = {
          timeZone: 'UTC',
          month: 'long',
          day: 'numeric',
          year: 'numeric',
        } as const;
        expect(read('b D, Y', date.toLocaleDateString('en-US', english))).toBe(midnight);
      }),
    );
  });

  it('compileDatePattern reads 12-hour clocks', () => {
    fc.assert(
      fc.property(moment, (date) => {
        const time = date.toLocaleTimeString('en-US', { timeZone: 'UTC' }).replace('\u202f', ' ');
        const midnight = Math.floor(date.getTime() / 86400000) * 86400;
        const key = read('Y-M-D h:m:s p', `${date.toISOString().slice(0, 10)} ${time}`);
        expect(key).toBe(midnight + (Math.floor(date.getTime() / 1000) - midnight));
      }),
    );
  });

  it('compileDatePattern knows the length of every month', () => {
    for (const year of [1900, 2000, 2023, 2024]) {
      for (let month = 1; month <= 12; month += 1) {
        const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
        expect(read('Y-M-D', `${year}-${month}-${length}`)).not.toBeNaN();
        expect(read('Y-M-D', `${year}-${month}-${length + 1}`)).toBeNaN();
      }
    }
  });

  it('compileDatePattern reads parts that are absent as their smallest values', () => {
    expect(read('Y[-M[-D[Th[:m]]]]', '2000')).toBe(Date.UTC(2000, 0, 1) / 1000);
    expect(read('Y[-M[-D[Th[:m]]]]', '2000-02')).toBe(Date.UTC(2000, 1, 1) / 1000);
    expect(read('Y[-M[-D[Th[:m]]]]', '2000-02-03T04')).toBe(Date.UTC(2000, 1, 3, 4) / 1000);
    expect(read('YQq', '2000Q3')).toBe(Date.UTC(2000, 6, 1) / 1000);
  });

  it('compileDatePattern reads weeks of ISO 8601 and days of the year as the calendar has them', () => {
    const at = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day) / 1000;
    expect(read('Y-Wv', '2026-W05')).toBe(at(2026, 1, 26));
    expect(read('Y-Wv', '2020-W53')).toBe(at(2020, 12, 28));
    expect(read('Y-Wv', '2009-W01')).toBe(at(2008, 12, 29));
    for (let year = 1896; year <= 2104; year += 1) {
      const days = (at(year + 1, 1, 1) - at(year, 1, 1)) / 86400;
      expect(read('Y-j', `${year}-${days}`)).toBe(at(year, 12, 31));
      expect(read('Y-j', `${year}-${days + 1}`)).toBeNaN();
      // A year has 53 weeks where it begins on a Thursday, or is a leap year that begins on a Wednesday.
      const first = new Date(Date.UTC(year, 0, 1)).getUTCDay();
      const isLong = first === 4 || (first === 3 && days === 366);
      expect(Number.isNaN(read('Y-Wv', `${year}-W53`)), String(year)).toBe(!isLong);
    }
  });

  it('compileDatePattern refuses what is no pattern', () => {
    for (const pattern of [
      '',
      'M-D',
      'Y-Y',
      'N Y',
      'Y[-M',
      'Y]',
      'Y[-M]-D',
      'Y-M]D[',
      'Y-v-M',
      'Yvj',
      'Y-D-j',
      '\\Y-M',
    ]) {
      expect(() => compileDatePattern(pattern, '.'), pattern).toThrow(RangeError);
    }
  });
});
