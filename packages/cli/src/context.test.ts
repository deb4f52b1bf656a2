import { describe, expect, it } from 'vitest';
import { programOf } from './context.ts';

describe('programOf', () => {
  it('programOf names what the user can paste from where they stand', () => {
    const env = { npm_lifecycle_event: 'gen', npm_package_json: '/repo/package.json' };
    expect(programOf({}, '/repo')).toBe('gen');
    expect(programOf({ npm_lifecycle_event: 'test' }, '/repo')).toBe('gen');
    expect(programOf(env, '/repo')).toBe('pnpm gen');
    expect(programOf(env, '/repo/data')).toBe('pnpm -w gen');
  });
});
