import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  it('nearest finds slips of the finger and nothing far-fetched', () => {
    const verbs = ['fit-ar', 'forecast', 'sample', 'inspect'];
    expect(nearest('fitar', verbs)).toBe('fit-ar');
    expect(nearest('forcast', verbs)).toBe('forecast');
    expect(nearest('smaple', verbs)).toBe('sample');
    expect(nearest('INSPECT', verbs)).toBe('inspect');
    expect(nearest('banana', verbs)).toBeNull();
    expect(nearest('', verbs)).toBeNull();
  });
});
