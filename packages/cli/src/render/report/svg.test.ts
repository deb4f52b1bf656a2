import { describe, expect, it } from 'vitest';
import { linearScale, ticksOf, tickText } from './svg.ts';

describe('ticksOf', () => {
  it('ticksOf picks round numbers within the range', () => {
    expect(ticksOf(linearScale(0, 1, 0, 100), 5).map(tickText)).toEqual([
      '0',
      '0.2',
      '0.4',
      '0.6',
      '0.8',
      '1',
    ]);
    expect(ticksOf(linearScale(-37, 112, 0, 100), 5)).toEqual([0, 50, 100]);
  });

  it('ticksOf survives a flat range, which the scale widens', () => {
    const scale = linearScale(5, 5, 0, 100);
    expect(scale.at(5)).toBe(50);
    expect(ticksOf(scale, 5).length).toBeGreaterThan(1);
  });
});
