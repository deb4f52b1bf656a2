import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';
import { parseGeneration, tokensOf } from './generation.ts';

const parse = (values: Record<string, unknown>) => parseGeneration(readArguments(values, [], []));

describe('parseGeneration', () => {
  it('parseGeneration has the fields that were given, and no others', () => {
    expect(parse({})).toEqual({});
    expect(
      parse({
        'num-beams': '5',
        'max-length': '50',
        'no-repeat-ngram-size': '2',
        'length-penalty': '-1.5',
        'early-stopping': 'false',
        'eos-token-id': '5,7',
        stop: ['\n', 'END'],
        'do-sample': true,
        'top-p': '0.9',
      }),
    ).toEqual({
      num_beams: 5,
      max_length: 50,
      no_repeat_ngram_size: 2,
      length_penalty: -1.5,
      early_stopping: false,
      eos_token_id: [5, 7],
      stop_strings: ['\n', 'END'],
      do_sample: true,
      top_p: 0.9,
    });
    expect(parse({ 'early-stopping': 'never' })).toEqual({ early_stopping: 'never' });
    expect(parse({ 'early-stopping': 'true' })).toEqual({ early_stopping: true });
    expect(parse({ 'eos-token-id': 'none' })).toEqual({ eos_token_id: null });
    expect(parse({ 'no-do-sample': true })).toEqual({ do_sample: false });
  });

  it('parseGeneration refuses what is no value of a flag, and flags that contradict each other', () => {
    for (const [values, why] of [
      [{ 'num-beams': '2.5' }, '--num-beams must be a whole number'],
      [{ temperature: 'hot' }, '--temperature must be a number'],
      [{ temperature: '0.5,0.7' }, '--temperature must be one number'],
      [{ 'early-stopping': 'nver' }, '--early-stopping must be one of true, false, never'],
      [{ 'eos-token-id': '5,x' }, '--eos-token-id must be tokens'],
      [{ 'do-sample': true, 'no-do-sample': true }, 'contradict'],
      [{ 'max-length': '9', 'max-new-tokens': '3' }, 'bound the same thing'],
    ] as const)
      expect(() => parse(values)).toThrow(why);
  });
});

describe('tokensOf', () => {
  it('tokensOf reads whole numbers with commas between, and refuses all else', () => {
    expect(tokensOf('input-ids', '3, 1,4')).toEqual([3, 1, 4]);
    for (const word of ['3,', '-1', '3;1', '1e2', '0x1'])
      expect(() => tokensOf('input-ids', word)).toThrow(`got '${word}'`);
  });
});
