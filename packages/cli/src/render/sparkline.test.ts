import { describe, expect, it } from 'vitest';
import { plainStyle } from '../testing/plain-style.ts';
import { sparkline } from './sparkline.ts';

const { glyphs } = plainStyle();

describe('sparkline', () => {
  it('sparkline runs from the lowest bar to the highest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 80, glyphs)).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([1, Number.NaN, 2], 80, glyphs)).toBe('▁ █');
    expect(sparkline([3, 3], 80, glyphs)).toBe('▁▁');
    expect(sparkline([], 80, glyphs)).toBe('');
  });

  it('sparkline shows means where the values outnumber the columns', () => {
    expect(sparkline([0, 0, 0, 10, 10, 10], 2, glyphs)).toBe('▁█');
  });
});
