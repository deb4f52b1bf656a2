import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

describe('nearestName', () => {
  it('nearestName finds slips of the finger and nothing far-fetched', () => {
    const verbs = ['fit-ar', 'forecast', 'sample', 'inspect'];
    expect(nearestName('fitar', verbs)).toBe('fit-ar');
    expect(nearestName('forcast', verbs)).toBe('forecast');
    expect(nearestName('smaple', verbs)).toBe('sample');
    expect(nearestName('INSPECT', verbs)).toBe('inspect');
    expect(nearestName('banana', verbs)).toBeNull();
    expect(nearestName('', verbs)).toBeNull();
    expect(nearestName('x', ['c', 'ct'])).toBeNull();
    expect(nearestName('tc', ['c', 'ct'])).toBe('ct');
  });
});
