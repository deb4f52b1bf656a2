import { describe, expect, it } from 'vitest';
import { plainStyle } from '../testing/plain-style.ts';
import { renderFan } from './fan-chart.ts';
import { displayWidth } from './text.ts';

const fan = {
  history: [1, 2, 4, 3, 3],
  mean: [3, 2],
  intervals: [
    { level: 0.95, lower: [1, 0], upper: [5, 4] },
    { level: 0.5, lower: [2, 1], upper: [4, 3] },
  ],
  until: '2026-11-25',
};

describe('renderFan', () => {
  it('renderFan draws the history, the mean and the bands, the narrowest darkest', () => {
    expect(renderFan(fan, plainStyle(60))).toEqual([
      '   5.00 ┤     ▒▒▒▒▒▒',
      '   4.38 ┤     ▒▒▒▒▒▒',
      '   3.75 ┤  ╭╮ ▓▓▓▓▓▓▒▒▒▒▒▒',
      '   3.13 ┤  │╰─━━━━━━┓▓▓▓▓▓',
      '   2.50 ┤  │  ▓▓▓▓▓▓┃▓▓▓▓▓',
      '   1.88 ┤ ╭╯  ▓▓▓▓▓▓┗━━━━━',
      '   1.25 ┤─╯   ▒▒▒▒▒▒▓▓▓▓▓▓',
      '   0.63 ┤           ▒▒▒▒▒▒',
      '   0.00 ┤           ▒▒▒▒▒▒',
      '         last 5 values, to 2026-11-25  next 2  ▓ 50% ▒ 95%',
    ]);
  });

  it('renderFan leaves a gap in the line where a value is missing', () => {
    const [row] = renderFan(
      { history: [1, 1, Number.NaN, 1], mean: [1], intervals: [] },
      plainStyle(60, 'ascii'),
    ).filter((line) => line.includes('-'));
    expect(row).toMatch(/\|-- -=+$/);
  });

  it('renderFan is never wider than asked, for any number of steps', () => {
    for (const width of [20, 40, 41, 60, 80, 120, 160]) {
      for (const steps of [1, 2, 7, 24, 100, 5000]) {
        const mean = Array.from({ length: steps }, (_, i) => 1e6 * Math.sin(i));
        const lines = renderFan(
          {
            until: '2026-11-25 10:15',
            history: Array.from({ length: 300 }, (_, i) => 1e6 * Math.cos(i)),
            mean,
            intervals: [
              { level: 0.9, lower: mean.map((m) => m - 1), upper: mean.map((m) => m + 1) },
            ],
          },
          plainStyle(width),
        );
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.at(-1)).toContain(width < 41 ? 'too narrow' : `next ${steps}`);
      }
    }
  });

  it('renderFan draws a flat series in the middle and says so where nothing is finite', () => {
    const lines = renderFan({ history: [5, 5], mean: [5], intervals: [] }, plainStyle());
    expect(lines[4]).toContain('5.0 ┤──━');
    expect(
      renderFan({ history: [], mean: [Number.POSITIVE_INFINITY], intervals: [] }, plainStyle()),
    ).toEqual(['nothing to draw: no finite values']);
  });
});
