/**
 * Grey pictures in a terminal: half blocks, two pixels above each other in one character, where there is colour; else a ramp of
 * characters from light to dark ink. Knows pixels, not where they come from.
 */

import { type GreyPicture, resizePicture } from '@ferrogen/core';
import type { Context } from '../context.ts';
import type { Style } from './style.ts';

/** How many colours there are: all of 24 bits, 256, or none. */
export type ColorDepth = 'true' | '256' | 'none';

/** How a stream shows greys. */
export interface PictureStyle {
  readonly depth: ColorDepth;
  /** Columns that a picture may take. */
  readonly width: number;
}

/** What a stream's terminal says of itself; no half blocks where its characters are ASCII alone. */
export function pictureStyleOf(env: Context['env'], style: Style): PictureStyle {
  const { width, colors, glyphs } = style;
  const isAscii = glyphs.bars.join('') < '\u007f';
  if (!colors.isColorSupported || isAscii) return { depth: 'none', width };
  const hasAll = /truecolor|24bit/i.test(env.COLORTERM ?? '') || /direct/.test(env.TERM ?? '');
  return { depth: hasAll ? 'true' : '256', width };
}

/** Ink from nothing to full, about evenly spaced in how much of a cell it fills. */
const ramp = [...' .:-=+*#%@'];

/** Aspect of a character cell: it is about twice as high as wide, and a half block makes it square. */
const pixelsPerLine = 2;

/**
 * The lines of a picture; made smaller where it is wider than there is room.
 *
 * @param picture whose background stays the terminal's own where there are no colours
 */
export function renderPicture(picture: GreyPicture, { depth, width }: PictureStyle): string[] {
  const columns = Math.min(width, picture.width);
  if (columns < 1 || picture.height < 1) return [];
  const wanted = Math.max(1, Math.round((picture.height * columns) / picture.width));
  const fits = columns === picture.width && wanted === picture.height;
  const { pixels, height } = fits
    ? picture
    : resizePicture(picture, { width: columns, height: wanted });
  const grey = (row: number, column: number) =>
    row < height ? pixels[row * columns + column]! : 0;
  const lines: string[] = [];
  for (let row = 0; row < height; row += pixelsPerLine) {
    const pairs = Array.from(
      { length: columns },
      (_, column) => [grey(row, column), grey(row + 1, column)] as const,
    );
    lines.push(depth === 'none' ? rampLine(pairs) : blockLine(pairs, depth));
  }
  return lines;
}

type Pair = readonly [upper: number, lower: number];

function rampLine(pairs: readonly Pair[]): string {
  const glyphs = pairs.map(([upper, lower]) => {
    const ink = (upper + lower) / 510;
    return ramp[Math.min(ramp.length - 1, Math.round(ink * (ramp.length - 1)))]!;
  });
  return glyphs.join('').trimEnd();
}

const escapeCharacter = String.fromCharCode(27);

/** The upper pixel is the colour of the half block, the lower one that of its ground; neighbours alike share one sequence. */
function blockLine(pairs: readonly Pair[], depth: 'true' | '256'): string {
  const codeOf = depth === 'true' ? (grey: number) => `2;${grey};${grey};${grey}` : paletteGrey;
  let line = '';
  let before = '';
  for (const [upper, lower] of pairs) {
    const sequence = `${escapeCharacter}[38;${codeOf(upper)};48;${codeOf(lower)}m`;
    if (sequence !== before) line += sequence;
    before = sequence;
    line += '▀';
  }
  return `${line}${escapeCharacter}[0m`;
}

/** The nearest grey of xterm's 256 colours: 16 is black, 231 white, and 232 to 255 go from 8 to 238 in steps of 10. */
function paletteGrey(grey: number): string {
  if (grey < 4) return '5;16';
  if (grey > 246) return '5;231';
  return `5;${232 + Math.min(23, Math.max(0, Math.round((grey - 8) / 10)))}`;
}
