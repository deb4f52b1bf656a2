import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OptionError } from '@ferrogen/core';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { asTyped } from './as-typed.ts';
import { generationSettings, readGenerationConfig } from './generation-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'generation-'));
afterAll(() => rmSync(folder, { recursive: true }));

const none = { own: {}, file: {}, flags: {} };

describe('generationSettings', () => {
  it('generationSettings lets a file win over the model, and flags over both', () => {
    const settings = generationSettings({
      own: { num_beams: 2, no_repeat_ngram_size: 3, eos_token_id: 7, min_new_tokens: 1 },
      file: { num_beams: 3, eos_token_id: [8, 9], length_penalty: 0.5 },
      flags: { num_beams: 4 },
    });
    expect(settings).toEqual({
      numBeams: 4,
      noRepeatNgramSize: 3,
      eosTokenIds: [8, 9],
      minNewTokens: 1,
      lengthPenalty: 0.5,
    });
  });

  it('generationSettings takes an end of text away where a flag says none', () => {
    const flags = { eos_token_id: null };
    expect(generationSettings({ ...none, own: { eos_token_id: 7 }, flags })).toEqual({});
  });

  it('generationSettings takes the bound that was said last', () => {
    const own = { max_new_tokens: 5 };
    expect(generationSettings({ ...none, own, flags: { max_length: 9 } })).toEqual({
      maxLength: 9,
    });
    expect(
      generationSettings({ own, file: { max_length: 9 }, flags: { max_new_tokens: 3 } }),
    ).toEqual({ maxNewTokens: 3 });
  });

  it('generationSettings passes over what a config says of drawing where nothing is drawn, and keeps what a flag says of it', () => {
    const own = { top_k: 40, temperature: 0.7 };
    expect(generationSettings({ ...none, own })).toEqual({});
    expect(generationSettings({ ...none, own, flags: { top_p: 0.9 } })).toEqual({ topP: 0.9 });
    expect(generationSettings({ ...none, own, flags: { do_sample: true } })).toEqual({
      doSample: true,
      topK: 40,
      temperature: 0.7,
    });
    const drawn = { ...own, do_sample: true };
    expect(generationSettings({ ...none, own: drawn, flags: { do_sample: false } })).toEqual({
      doSample: false,
    });
  });

  it('generationSettings passes over what a config says of beams that a flag took away', () => {
    const beams = { num_beams: 4, early_stopping: true, length_penalty: 2 };
    const flags = { num_beams: 1 };
    expect(generationSettings({ ...none, own: beams, flags })).toEqual({ numBeams: 1 });
    expect(generationSettings({ ...none, file: beams, flags })).toEqual({ numBeams: 1 });
    // A file that was named is held to what it says.
    expect(generationSettings({ ...none, file: { length_penalty: 2 } })).toEqual({
      lengthPenalty: 2,
    });
  });
});

describe('readGenerationConfig', () => {
  it('readGenerationConfig refuses files that are none, and fields that cannot be honoured', () => {
    const path = join(folder, 'generation_config.json');
    for (const [text, why] of [
      ['{', 'not JSON'],
      ['[1]', 'an object'],
      ['{"penalty_alpha": 0.6}', 'penalty_alpha'],
      ['{"num_beam": 4}', 'num_beam'],
      ['{"force_words_ids": 4}', 'a value that it cannot have'],
    ] as const) {
      writeFileSync(path, text);
      expect(() => readGenerationConfig(path)).toThrow(UsageError);
      expect(() => readGenerationConfig(path)).toThrow(path);
      expect(() => readGenerationConfig(path)).toThrow(why);
    }
    expect(() => readGenerationConfig(join(folder, 'none.json'))).toThrow('no such file');
  });
});

describe('asTyped', () => {
  it('asTyped names flags, and fields where there is no flag', () => {
    const said = (option: string, message: string) => {
      const { message: words, hint } = asTyped(new OptionError(option, message)) as UsageError;
      return [words, hint];
    };
    expect(said('patience', 'patience has no meaning without earlyStopping: true')).toEqual([
      'patience has no meaning without --early-stopping true',
      'patience is a field of a generation config',
    ]);
    expect(said('numBeamGroups', 'numBeamGroups divides numBeams, 4, into equal groups')).toEqual([
      'num_beam_groups divides --num-beams, 4, into equal groups',
      'num_beam_groups is a field of a generation config',
    ]);
    expect(said('stopStrings', 'leave out stopStrings; maxNewTokens')).toEqual([
      'leave out --stop; --max-new-tokens',
      'see --stop in --help',
    ]);
    const other = new TypeError('numBeams');
    expect(asTyped(other)).toBe(other);
  });
});
