import { describe, expect, it } from 'vitest';
import { pictureStyleOf, renderPicture } from './grey-picture.ts';
import { styleOf } from './style.ts';

const picture = { width: 2, height: 3, pixels: Uint8Array.of(0, 255, 0, 255, 128, 0) };
const ESC = String.fromCharCode(27);

describe('renderPicture', () => {
  it('renderPicture puts two pixels above each other into one half block', () => {
    expect(renderPicture(picture, { depth: 'true', width: 80 })).toEqual([
      `${ESC}[38;2;0;0;0;48;2;0;0;0m▀${ESC}[38;2;255;255;255;48;2;255;255;255m▀${ESC}[0m`,
      `${ESC}[38;2;128;128;128;48;2;0;0;0m▀${ESC}[38;2;0;0;0;48;2;0;0;0m▀${ESC}[0m`,
    ]);
  });

  it('renderPicture takes the nearest greys of a palette of 256', () => {
    const [first, second] = renderPicture(picture, { depth: '256', width: 80 });
    expect(first).toContain('[38;5;231;48;5;231m');
    expect(second).toContain('[38;5;244;48;5;16m');
  });

  it('renderPicture without colour is a ramp of ASCII characters, nothing where there is no ink', () => {
    expect(renderPicture(picture, { depth: 'none', width: 80 })).toEqual([' @', ':']);
  });

  it('renderPicture makes a picture smaller that has no room, and keeps its shape', () => {
    const wide = { width: 40, height: 20, pixels: new Uint8Array(800).fill(255) };
    // 5 rows of pixels: the last line has ink in its upper half alone.
    const lines = ['@@@@@@@@@@', '@@@@@@@@@@', '+++++'.repeat(2)];
    expect(renderPicture(wide, { depth: 'none', width: 10 })).toEqual(lines);
  });
});

describe('pictureStyleOf', () => {
  const depthOf = (env: Record<string, string>, isTTY = true) => {
    const stream = { isTTY, columns: 80, rows: 24, write: async () => {} };
    return pictureStyleOf(env, styleOf(stream, env)).depth;
  };

  it('pictureStyleOf has all colours, 256 or none by what the terminal says of itself', () => {
    expect(depthOf({ COLORTERM: 'truecolor' })).toBe('true');
    expect(depthOf({ TERM: 'xterm-256color' })).toBe('256');
    expect(depthOf({ COLORTERM: 'truecolor' }, false)).toBe('none');
    expect(depthOf({ COLORTERM: 'truecolor', NO_COLOR: '1' })).toBe('none');
    expect(depthOf({ COLORTERM: 'truecolor', LANG: 'C' })).toBe('none');
    expect(depthOf({ COLORTERM: 'truecolor', TERM: 'dumb' })).toBe('none');
  });
});
