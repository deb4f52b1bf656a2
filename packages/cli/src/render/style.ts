/** How one stream is drawn on: its width, its colours, and the characters it can show. */

import picocolors from 'picocolors';
import type { Context, OutputStream } from '../context.ts';

export type Colors = ReturnType<typeof picocolors.createColors>;

export interface Glyphs {
  readonly good: string;
  readonly bad: string;
  readonly marker: string;
  readonly dot: string;
  readonly dash: string;
  readonly plusMinus: string;
  readonly axis: string;
  /** From above, going on, and turning right. */
  readonly branch: string;
  /** Shades of the bands, the innermost first. */
  readonly shades: readonly string[];
  readonly line: LineGlyphs;
  readonly heavy: LineGlyphs;
  /** Eight heights of a bar, the lowest first. */
  readonly bars: readonly string[];
}

/** Pieces of a drawn line. `top` and `bottom` corners are named by where the line comes from and goes to. */
export interface LineGlyphs {
  readonly flat: string;
  readonly upright: string;
  /** From below, turning right. */
  readonly riseEnd: string;
  /** From the left, turning up. */
  readonly riseStart: string;
  /** From above, turning right. */
  readonly fallEnd: string;
  /** From the left, turning down. */
  readonly fallStart: string;
}

export interface Style {
  readonly width: number;
  readonly colors: Colors;
  readonly glyphs: Glyphs;
}

const unicode: Glyphs = {
  good: '✓',
  bad: '!',
  marker: '←',
  dot: '·',
  dash: '–',
  plusMinus: '±',
  axis: '┤',
  branch: '├',
  shades: ['▓', '▒', '░'],
  line: lines('─│╭╯╰╮'),
  heavy: lines('━┃┏┛┗┓'),
  bars: [...'▁▂▃▄▅▆▇█'],
};

const ascii: Glyphs = {
  good: 'ok',
  bad: '!',
  marker: '<-',
  dot: ',',
  dash: '-',
  plusMinus: '+-',
  axis: '|',
  branch: '+',
  shades: ['#', ':', '.'],
  line: lines('-|++++'),
  heavy: lines('=|****'),
  bars: [..."_.,-~*^'"],
};

function lines(pieces: string): LineGlyphs {
  const [flat, upright, riseEnd, riseStart, fallEnd, fallStart] = [...pieces] as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return { flat, upright, riseEnd, riseStart, fallEnd, fallStart };
}

/** Narrower than this nothing can be drawn; wider than `widest` nothing gains. */
const narrowest = 20;
const widest = 160;

/** The style of a stream. `color` is false where `--no-color` was given. */
export function styleOf(
  stream: OutputStream,
  env: Context['env'],
  { color = true }: { color?: boolean } = {},
): Style {
  const columns = stream.columns ?? (Number(env.COLUMNS) || 80);
  return {
    width: Math.min(widest, Math.max(narrowest, Math.floor(columns))),
    colors: picocolors.createColors(color && wantsColor(stream, env)),
    glyphs: knowsUnicode(env) ? unicode : ascii,
  };
}

function wantsColor(stream: OutputStream, env: Context['env']): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return env.TERM !== 'dumb' && stream.isTTY;
}

/** A locale that is named and is not UTF-8 cannot show the characters; one that is not named most likely can. */
function knowsUnicode(env: Context['env']): boolean {
  if (env.TERM === 'dumb') return false;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return !locale || /utf-?8/i.test(locale);
}
