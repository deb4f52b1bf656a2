import { describe, expect, it } from 'vitest';
import { findDateFormat } from './date-format.ts';

function find(...cells: string[]) {
  return findDateFormat(cells, '.');
}

describe('findDateFormat', () => {
  it.each([
    [['2000-01-03', '2000-01-04'], 'Y-M-D'],
    [['2000/1/3', '2000/1/14'], 'Y/M/D'],
    [['19580329', '19580405'], 'YMD'],
    [['2000-01-03T10:00:00', '2000-01-03T10:00:01'], 'Y-M-D[Th:m[:s]]'],
    [['2000-01-03 10:00', '2000-01-03 10:01'], 'Y-M-D[ h:m[:s]]'],
    [['2000-01-03', '2000-01-03 10:01:01.5'], 'Y-M-D[ h:m[:s]]'],
    [['2000-01-03T10:00:00Z', '2000-01-03T10:00:01Z'], 'Y-M-DTh:m:s[Z]'],
    [['2000-01-03 10:00:00+00', '2000-01-03 10:00:01+00'], 'Y-M-D h:m:s[Z]'],
    [['2000-01-03 10:00:00 +0100', '2000-01-03 11:00:00 +0100'], 'Y-M-D h:m:s[ Z]'],
    [['01.02.2000', '02.02.2000'], 'D.M.Y'],
    [['1.2.00', '13.2.00'], 'D.M.y'],
    [['Jan 1 2000', 'Feb 1 2000'], 'b D Y'],
    [['1 Jan 2000', '1 February 2000'], 'D b Y'],
    [['01-Jan-2000', '02-Jan-2000'], 'D-b-Y'],
    [['01-Jan-00', '02-Jan-00'], 'D-b-y'],
    [['Jan 1, 2000', 'May. 2, 2000'], 'b D, Y'],
    [['January 2000', 'February 2000'], 'b Y'],
    [['Jan-00', 'Feb-00'], 'b-y'],
    [['2000-01', '2000-02'], 'Y-M'],
    [['200001', '200002'], 'YM'],
    [['2000Q1', '2000Q2'], 'YQq'],
    [['Q1 2000', 'Q2 2000'], 'Qq Y'],
    [['1/13/2000 9:30:00 AM', '1/13/2000 10:30:00 PM'], 'M/D/Y h:m:s p'],
    [['13/1/2000 9:30PM', '14/1/2000 9:30PM'], 'D/M/Y h:mp'],
    [['13/01/2000, 09:30', '14/01/2000, 09:30'], 'D/M/Y[, h:m[:s]]'],
    [['20000101T093000Z', '20000102T093000Z'], 'YMDThms[Z]'],
    [['2026年01月28日', '2026年1月29日'], 'Y年M月D日'],
    [['2026年01月', '2026年2月'], 'Y年M月'],
    [['2025M01', '2025M02'], 'Y\\MM'],
    [['2026-W05', '2026-W06'], 'Y-Wv'],
    [['2026W05', '2026W06'], 'YWv'],
    [['2026-028', '2026-029'], 'Y-j'],
    [['Wed 28 Jan 2026', 'Thu 29 Jan 2026'], 'w D b Y'],
    [['Wednesday, January 28, 2026', 'Thursday, January 29, 2026'], 'w, b D, Y'],
    [['Wed, 28 Jan 2026 10:00', 'Thu, 29 Jan 2026 10:00'], 'w, D b Y[ h:m[:s]]'],
    [['Wed. 28.01.2026', 'Thu. 29.01.2026'], 'w D.M.Y'],
    [['1949', '1950'], 'N'],
    [['1949.083333', '1949.166667'], 'N'],
    [['946684800', '946684860'], 'N'],
    [['946684800000', '946684860000'], 'N'],
  ])('findDateFormat reads %s as %s', (cells, pattern) => {
    const format = findDateFormat(cells, '.');
    expect(format?.pattern).toBe(pattern);
    expect(format?.note).toBeNull();
    expect(format?.keys.every((key) => !Number.isNaN(key))).toBe(true);
  });

  it('findDateFormat tells day from month by a value above 12', () => {
    expect(find('01/02/2000', '13/02/2000')?.pattern).toBe('D/M/Y');
    expect(find('01/02/2000', '01/13/2000')?.pattern).toBe('M/D/Y');
    expect(find('01-02-00', '13-02-00')?.pattern).toBe('D-M-y');
  });

  it('findDateFormat tells day from month by the order of the rows, up or down', () => {
    const days = ['01/11/2000', '02/11/2000', '01/12/2000', '02/12/2000'];
    expect(find(...days)?.pattern).toBe('D/M/Y');
    expect(find(...days.toReversed())?.pattern).toBe('D/M/Y');
    expect(find('01/11/2000', '01/12/2000', '02/11/2000')?.pattern).toBe('M/D/Y');
  });

  it('findDateFormat takes the month first where nothing tells, and says so', () => {
    const format = find('01/02/2000', '01/03/2000');
    expect(format?.pattern).toBe('M/D/Y');
    expect(format?.note).toContain("'01/02/2000' is read as month, day, year");
    expect(find('01/01/2000', '02/02/2000')?.note).toBeNull();
  });

  it('findDateFormat allows odd cells, but not half of them and one', () => {
    expect(find('11:34', '2018/10/15', '2018/10/12')?.pattern).toBe('Y/M/D');
    expect(find('x', 'y', '2018/10/12')).toBeNull();
    expect(find()).toBeNull();
    expect(find('drizzle', 'rain')).toBeNull();
  });
});
