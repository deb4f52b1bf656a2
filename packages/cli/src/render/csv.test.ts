import { describe, expect, it } from 'vitest';
import { forecastCsv, pathsCsv, pathsJson } from './csv.ts';

describe('forecastCsv', () => {
  it('forecastCsv writes full precision under names that say the level', () => {
    const forecast = {
      steps: 2,
      mean: [1 / 3, 2],
      stdError: [0.1, 0.2],
      intervals: [{ level: 0.95, lower: [0, 1], upper: [1, 3] }],
    };
    expect(forecastCsv(forecast)).toBe(
      'step,mean,stdError,lower95,upper95\n1,0.3333333333333333,0.1,0,1\n2,2,0.2,1,3\n',
    );
  });
});

describe('pathsCsv and pathsJson', () => {
  const values = Float64Array.from({ length: 30_000 }, (_, i) => i / 7);

  it('pathsCsv loses nothing between its pieces', () => {
    const pieces = [...pathsCsv(values, 3)];
    expect(pieces.length).toBeGreaterThan(1);
    const lines = pieces.join('').trimEnd().split('\n');
    expect(lines).toHaveLength(30_001);
    expect(lines[0]).toBe('path,step,value');
    expect(lines.at(-1)).toBe(`10000,3,${29_999 / 7}`);
  });

  it('pathsJson is JSON of all paths, with null for what is no number', () => {
    expect(JSON.parse([...pathsJson(values, 3)].join(''))).toHaveLength(10_000);
    expect([...pathsJson(Float64Array.of(1, Number.NaN), 1)].join('')).toBe('[[1],[null]]');
  });
});
