import { describe, expect, it } from 'vitest';
import { styleOf } from './style.ts';

const stream = (isTTY: boolean, columns: number | null = null) => ({
  isTTY,
  columns,
  rows: null,
  write: async () => {},
});
const colored = (isTTY: boolean, env: Record<string, string>, color = true) =>
  styleOf(stream(isTTY), env, { color }).colors.red('x') !== 'x';

describe('styleOf', () => {
  it('styleOf colours a terminal, and nothing where any of the usual signs says no', () => {
    expect(colored(true, {})).toBe(true);
    expect(colored(false, {})).toBe(false);
    expect(colored(true, { NO_COLOR: '1' })).toBe(false);
    expect(colored(true, { NO_COLOR: '' })).toBe(true);
    expect(colored(true, { TERM: 'dumb' })).toBe(false);
    expect(colored(true, {}, false)).toBe(false);
    expect(colored(false, { FORCE_COLOR: '1' })).toBe(true);
    expect(colored(true, { FORCE_COLOR: '0' })).toBe(false);
    expect(colored(false, { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
  });

  it('styleOf takes the width of the terminal, else COLUMNS, else 80', () => {
    expect(styleOf(stream(true, 97), {}).width).toBe(97);
    expect(styleOf(stream(false), { COLUMNS: '60' }).width).toBe(60);
    expect(styleOf(stream(false), { COLUMNS: 'wide' }).width).toBe(80);
    expect(styleOf(stream(true, 5), {}).width).toBe(20);
    expect(styleOf(stream(true, 900), {}).width).toBe(160);
  });

  it('styleOf draws in ASCII where the locale is named and is not UTF-8', () => {
    const mark = (env: Record<string, string>) => styleOf(stream(true), env).glyphs.good;
    expect(mark({})).toBe('✓');
    expect(mark({ LANG: 'de_DE.UTF-8' })).toBe('✓');
    expect(mark({ LANG: 'C' })).toBe('ok');
    expect(mark({ LANG: 'de_DE.UTF-8', LC_ALL: 'POSIX' })).toBe('ok');
    expect(mark({ TERM: 'dumb' })).toBe('ok');
  });
});
