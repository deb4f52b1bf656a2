/** `generate` and its events over both decoders, on models small enough to know every answer. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installKernels, OptionError, Prng, referenceKernels } from '@ferrogen/core';
import {
  DecodingError,
  type GeneratedSequence,
  type GenerateEvent,
  type GenerateOptions,
  generate,
  generateSteps,
  generationConfigOptions,
  type LanguageModel,
} from '@ferrogen/core/text';
import { afterAll, beforeEach, describe, expect } from 'vitest';
import { HF_FOLDER } from '../support/hugging-face-cases.ts';
import { implementations } from '../support/implementations.ts';
import { itWith, itWithData, sharedData } from '../support/shared-data.ts';
import { readSmallGpt2 } from '../support/small-gpt2.ts';
import { functionModel, letters, scrambledLogits } from '../support/table-model.ts';

afterAll(() => installKernels(referenceKernels));

const TINY_FOLDER = 'text/tiny-random-gpt2';

/** Events and sequences of a run. */
async function told(
  model: LanguageModel,
  prompts: number[][],
  options: GenerateOptions,
): Promise<{ events: GenerateEvent[]; sequences: readonly GeneratedSequence[] }> {
  const events: GenerateEvent[] = [];
  const steps = generateSteps(model, prompts, options);
  for (;;) {
    const next = await steps.next();
    if (next.done) return { events, sequences: next.value };
    events.push(next.value);
  }
}

/** Every sequence of `length` tokens with its log-probability. */
function everySequence(
  vocabSize: number,
  length: number,
  logitsOf: (tokens: readonly number[]) => ArrayLike<number>,
  prompt: readonly number[],
): { tokens: number[]; logProb: number }[] {
  let all = [{ tokens: [] as number[], logProb: 0 }];
  for (let step = 0; step < length; step++)
    all = all.flatMap(({ tokens, logProb }) => {
      const logits = Array.from(logitsOf([...prompt, ...tokens]));
      const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
      return Array.from({ length: vocabSize }, (_, token) => ({
        tokens: [...tokens, token],
        logProb: logProb + logits[token]! - Math.log(sum),
      }));
    });
  return all.sort((one, other) => other.logProb - one.logProb);
}

const generated = ({ tokens, promptLength }: GeneratedSequence) => [...tokens.slice(promptLength)];

for (const { name, kernels, missing } of implementations) {
  const it = itWith(missing);
  describe(`generate with the ${name} kernels`, () => {
    beforeEach(() => {
      if (kernels) installKernels(kernels);
    });

    it('generate finds the best sequences of all where there are as many beams as sequences', async () => {
      const logitsOf = scrambledLogits(4);
      const { model } = functionModel(4, logitsOf);
      const best = everySequence(4, 4, logitsOf, [2]);
      const found = await generate(model, [[2]], {
        numBeams: 64,
        numReturnSequences: 10,
        maxNewTokens: 4,
      });
      expect(found.map(generated)).toEqual(best.slice(0, 10).map(({ tokens }) => tokens));
      found.forEach(({ score, logProbs, finishReason }, index) => {
        expect(score!).toBeCloseTo(best[index]!.logProb / 4, 5);
        expect(logProbs.reduce((a, b) => a + b) / 4).toBeCloseTo(score!, 5);
        expect(finishReason).toBe('length');
      });
    });

    it('generate with forced phrases finds the best of all sequences that hold them', async () => {
      const logitsOf = scrambledLogits(4, 2);
      const { model } = functionModel(4, logitsOf);
      const holds = (tokens: readonly number[], phrase: string) => tokens.join('').includes(phrase);
      const best = everySequence(4, 4, logitsOf, [1]).filter(
        ({ tokens }) => holds(tokens, '30') && (holds(tokens, '11') || holds(tokens, '2')),
      );
      const options = { maxNewTokens: 4, forceWordsIds: [[[3, 0]], [[1, 1], [2]]] };
      const found = await generate(model, [[1]], {
        ...options,
        numBeams: 256,
        numReturnSequences: 5,
      });
      expect(found.map(generated)).toEqual(best.slice(0, 5).map(({ tokens }) => tokens));
      // Few beams find some of them at least, however unlikely the phrases are.
      const few = await generate(model, [[1]], { ...options, numBeams: 2 });
      expect(best.map(({ tokens }) => tokens)).toContainEqual(generated(few[0]!));
    });

    it('generate with groups of beams makes the later ones shun what the earlier ones chose', async () => {
      const { model } = functionModel(8, scrambledLogits(8));
      const options = { maxNewTokens: 6, numBeams: 4 };
      const found = await generate(model, [[0]], {
        ...options,
        numBeamGroups: 4,
        diversityPenalty: 100,
        numReturnSequences: 4,
      });
      for (let place = 0; place < 6; place++)
        expect(new Set(found.map((sequence) => generated(sequence)[place])).size).toBe(4);
      // The first group is not penalised: it is the greedy sequence.
      const [greedy] = await generate(model, [[0]], { maxNewTokens: 6 });
      const firstGroup = found.find(({ beamIndices }) => beamIndices.every((beam) => beam === 0));
      expect(generated(firstGroup!)).toEqual(generated(greedy!));
      const scores = found.map(({ score }) => score!);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    });

    it('generate tells each token of the best sequence once, as soon as all beams share it', async () => {
      let early = 0;
      for (let seed = 1; seed <= 20; seed++) {
        const { model } = functionModel(6, scrambledLogits(6, 3, seed));
        const { events, sequences } = await told(model, [[1], [2, 3]], {
          numBeams: 3,
          maxNewTokens: 12,
          eosTokenIds: [5],
          tokenizer: letters,
        });
        const lastStep = events.findLastIndex(({ kind }) => kind === 'step');
        sequences.forEach((sequence, prompt) => {
          const own = events.filter((event) => event.kind === 'tokens');
          const tokens = own.filter((event) => event.prompt === prompt);
          expect(tokens.flatMap((event) => [...event.tokens])).toEqual(generated(sequence));
          expect(tokens.map(({ text }) => text).join('')).toBe(sequence.text);
          expect(sequence.text).toBe(
            letters.decode(generated(sequence).filter((token) => token !== 5)),
          );
        });
        early += events.slice(0, lastStep).filter(({ kind }) => kind === 'tokens').length;
      }
      expect(early).toBeGreaterThan(20);
    });

    it('generate cuts a text before the stop string that ends it, and never shows a part of one', async () => {
      const { model } = functionModel(4, scrambledLogits(4, 2, 5));
      const options = { maxNewTokens: 30, tokenizer: letters };
      const [free] = await generate(model, [[1]], options);
      const stop = free!.text!.slice(7, 10);
      const { events, sequences } = await told(model, [[1]], { ...options, stopStrings: [stop] });
      const end = free!.text!.indexOf(stop);
      expect(sequences[0]).toMatchObject({ text: free!.text!.slice(0, end), finishReason: 'stop' });
      expect(generated(sequences[0]!)).toEqual(generated(free!).slice(0, end + 3));
      const texts = events.filter((event) => event.kind === 'tokens').map(({ text }) => text);
      expect(texts.join('')).toBe(sequences[0]!.text);
      const beams = await generate(model, [[1], [3, 2]], {
        ...options,
        numBeams: 4,
        numReturnSequences: 4,
        stopStrings: ['ab', 'dc'],
      });
      for (const { finishReason, text, ...sequence } of beams) {
        const whole = letters.decode(generated({ finishReason, text, ...sequence }));
        expect(text).not.toMatch(/ab|dc/);
        if (finishReason === 'stop') expect(whole).toMatch(/^((?!ab|dc).)*(ab|dc)$/);
        else expect(whole).toBe(text);
      }
      expect(beams.some(({ finishReason }) => finishReason === 'stop')).toBe(true);
    });

    it('generate with allowedTokens is generate with all others banned', async () => {
      const { model } = functionModel(8, scrambledLogits(8));
      const seen: [number, readonly number[]][] = [];
      const even = (prompt: number, tokens: readonly number[]) => {
        seen.push([prompt, tokens]);
        return [0, 2, 4, 6];
      };
      const prompts = [[1, 2, 3], [5]];
      for (const numBeams of [1, 3]) {
        const allowed = await generate(model, prompts, { numBeams, allowedTokens: even });
        const banned = await generate(model, prompts, { numBeams, suppressTokens: [1, 3, 5, 7] });
        expect(allowed).toEqual(banned);
      }
      expect(seen[0]).toEqual([0, [1, 2, 3]]);
      expect(seen[1]).toEqual([1, [5]]);
      expect(seen.at(-1)![1].length).toBeGreaterThan(15);
    });

    it('generate draws tokens by their probabilities, the same ones for a seed', async () => {
      const logits = [0, 1, 2, -1, Number.NEGATIVE_INFINITY];
      const { model } = functionModel(5, () => logits);
      const options = { doSample: true, topK: 0, maxNewTokens: 1 };
      const count = 2000;
      const draw = (seed: number) =>
        generate(model, [[0]], { ...options, numReturnSequences: count, random: new Prng(seed) });
      const drawn = (await draw(1)).map((sequence) => generated(sequence)[0]!);
      expect((await draw(1)).map((sequence) => generated(sequence)[0]!)).toEqual(drawn);
      expect((await draw(2)).map((sequence) => generated(sequence)[0]!)).not.toEqual(drawn);
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
      let chi = 0;
      logits.slice(0, 4).forEach((logit, token) => {
        const expected = (count * Math.exp(logit)) / total;
        chi += (drawn.filter((other) => other === token).length - expected) ** 2 / expected;
      });
      // 16.3 is the 99.9 % point of chi-squared with 3 degrees of freedom; the seed is fixed.
      expect(chi).toBeLessThan(16.3);
      expect(drawn).not.toContain(4);
    });

    it('generate samples beams: for any seed sequences of the model, not always its best', async () => {
      const logitsOf = scrambledLogits(6, 2);
      const { model } = functionModel(6, logitsOf);
      const options = { numBeams: 3, maxNewTokens: 5, doSample: true, temperature: 2 };
      const [best] = await generate(model, [[0]], { numBeams: 3, maxNewTokens: 5 });
      const firsts: number[][] = [];
      for (let seed = 0; seed < 20; seed++) {
        const found = await generate(model, [[0]], {
          ...options,
          numReturnSequences: 3,
          random: new Prng(seed),
        });
        const scores = found.map(({ score }) => score!);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        expect(new Set(found.map((sequence) => String(generated(sequence)))).size).toBe(3);
        firsts.push(generated(found[0]!));
      }
      expect(new Set(firsts.map(String)).size).toBeGreaterThan(3);
      expect(
        firsts.filter((tokens) => String(tokens) === String(generated(best!))).length,
      ).toBeLessThan(20);
    });

    it('generate divides by the length that lengthRule names', async () => {
      const { model } = functionModel(5, scrambledLogits(5));
      const options = { numBeams: 3, maxNewTokens: 4, eosTokenIds: [4], numReturnSequences: 3 };
      for (const [lengthRule, lengthOf] of [
        ['generated', (count: number) => count],
        ['sequence', (count: number, isEos: boolean) => 3 + count - (isEos ? 1 : 0)],
        ['gnmt', (count: number) => (5 + count) / 6],
      ] as const)
        for (const lengthPenalty of [0, 0.7, 2]) {
          // The longer prompt beside it pads this one, which must not count.
          const found = await generate(
            model,
            [
              [0, 1, 2],
              [3, 3, 3, 3, 3],
            ],
            {
              ...options,
              lengthRule,
              lengthPenalty,
            },
          );
          for (const { prompt, logProbs, score, finishReason } of found.slice(0, 3)) {
            expect(prompt).toBe(0);
            const length = lengthOf(logProbs.length, finishReason === 'eos');
            const sum = logProbs.reduce((a, b) => a + b);
            expect(score!).toBeCloseTo(sum / length ** lengthPenalty, 5);
          }
        }
    });

    it('generate with more patience looks longer before it ends', async () => {
      let longer = 0;
      for (let seed = 1; seed <= 10; seed++) {
        const steps = async (patience: number) => {
          const { model, calls } = functionModel(5, scrambledLogits(5, 1, seed));
          await generate(model, [[0]], {
            numBeams: 3,
            maxNewTokens: 40,
            eosTokenIds: [4],
            earlyStopping: true,
            patience,
          });
          return calls.steps;
        };
        const [little, plain, much] = [await steps(0.3), await steps(1), await steps(3)];
        expect(little).toBeLessThanOrEqual(plain);
        expect(plain).toBeLessThanOrEqual(much);
        if (little < much) longer++;
      }
      expect(longer).toBeGreaterThan(5);
    });

    it('generate stops between steps when the signal is aborted, and disposes of the state', async () => {
      const { model, calls } = functionModel(4, scrambledLogits(4));
      const controller = new AbortController();
      const run = (async () => {
        for await (const event of generateSteps(model, [[0]], {
          numBeams: 2,
          signal: controller.signal,
        }))
          if (event.kind === 'step' && event.step === 3) controller.abort(new Error('enough'));
      })();
      await expect(run).rejects.toThrow('enough');
      expect(calls).toEqual({ started: 1, disposed: 1, steps: 3 });
      for await (const event of generateSteps(model, [[0]])) if (event.kind === 'step') break;
      expect(calls).toEqual({ started: 2, disposed: 2, steps: 4 });
    });

    it('generate says so where a model gives logits of another size than its vocabulary', async () => {
      const { model, calls } = functionModel(3, () => [1, 2]);
      const run = generate(model, [[0], [1]]);
      await expect(run).rejects.toThrow(/4 logits for 2 rows of 3 tokens/);
      await expect(run).rejects.toBeInstanceOf(TypeError);
      expect(calls.disposed).toBe(1);
    });

    it('generate says which prompt has logits without a distribution, or no way on', async () => {
      const { model, calls } = functionModel(3, (tokens) =>
        tokens.length > 3 && tokens[0] === 1 ? [0, Number.NaN, 0] : [2, 1, 0],
      );
      const wrong = generate(model, [[0], [1]], { numBeams: 2 });
      await expect(wrong).rejects.toThrow(/3 generated tokens of prompt 1/);
      await expect(wrong).rejects.toMatchObject({ code: 'DECODING_LOGITS_NOT_FINITE', prompt: 1 });
      expect(calls.disposed).toBe(1);
      for (const numBeams of [1, 2]) {
        const stuck = generate(model, [[0]], { numBeams, suppressTokens: [0, 1, 2] });
        await expect(stuck).rejects.toBeInstanceOf(DecodingError);
      }
    });
  });
}

itWithData(HF_FOLDER)(
  'generate gives of each prompt in a batch what it gives of it alone, however it is padded',
  async () => {
    const model = readSmallGpt2(join(sharedData(HF_FOLDER)!, 'm64'));
    const prompts = [[3], [17, 4, 9, 60, 2], [35, 35, 1]];
    const settings: GenerateOptions[] = [
      { maxNewTokens: 12 },
      { numBeams: 4, numReturnSequences: 3, maxNewTokens: 12, eosTokenIds: [35, 2] },
      { numBeams: 3, maxNewTokens: 9, eosTokenIds: [28], earlyStopping: true, lengthPenalty: 2 },
      { numBeams: 2, maxNewTokens: 9, repetitionPenalty: 1.5, lengthRule: 'sequence' },
    ];
    for (const options of settings) {
      const together = await generate(model, prompts, options);
      const alone: GeneratedSequence[] = [];
      for (const [prompt, tokens] of prompts.entries())
        for (const sequence of await generate(model, [tokens], options))
          alone.push({
            ...sequence,
            prompt,
            beamIndices: sequence.beamIndices.map(
              (beam) => beam + prompt * (options.numBeams ?? 1),
            ),
          });
      expect(together).toEqual(alone);
    }
  },
);

itWithData(TINY_FOLDER)(
  'generate gives the tokens that onnxruntime-genai gives on a small published checkpoint',
  async () => {
    const folder = sharedData(TINY_FOLDER)!;
    const model = readSmallGpt2(folder);
    const expected = JSON.parse(
      readFileSync(join(folder, 'expected-onnxruntime-genai.json'), 'utf8'),
    );
    for (const [name, options] of [
      ['greedy_max_length_10', { maxLength: 10 }],
      ['beam4_max_length_20_lp1', { maxLength: 20, numBeams: 4, earlyStopping: true }],
    ] as const) {
      const { input, output } = expected[name];
      const sequences = await generate(model, input, { ...options, eosTokenIds: [98] });
      expect(sequences.map(({ tokens }) => [...tokens])).toEqual(output);
    }
  },
);

describe('options', () => {
  const it = itWith([]);
  const { model, calls } = functionModel(10, scrambledLogits(10), 16);
  const random = new Prng(1);

  it('generate refuses what it could not honour, before the model starts', async () => {
    const wrong: [option: string, options: GenerateOptions, message: RegExp][] = [
      ['topP', { topP: 0.9 }, /doSample/],
      ['topP', { topP: 0.9, numBeams: 4 }, /doSample/],
      ['temperature', { temperature: 0 }, /above 0/],
      ['lengthPenalty', { lengthPenalty: 2 }, /numBeams/],
      ['earlyStopping', { earlyStopping: 'never' }, /numBeams/],
      ['patience', { numBeams: 2, patience: 2 }, /earlyStopping/],
      ['numReturnSequences', { numReturnSequences: 2 }, /at most numBeams/],
      ['numReturnSequences', { numReturnSequences: 5, numBeams: 4 }, /at most numBeams, 4/],
      ['numBeams', { numBeams: 0 }, /from 1 on; got 0/],
      ['numBeamGroups', { numBeams: 4, numBeamGroups: 3, diversityPenalty: 1 }, /divides/],
      ['diversityPenalty', { numBeams: 4, numBeamGroups: 2 }, /above 0/],
      ['diversityPenalty', { numBeams: 4, diversityPenalty: 1 }, /numBeamGroups/],
      ['random', { doSample: true }, /new Prng/],
      ['maxLength', { maxLength: 5, maxNewTokens: 5 }, /one of them/],
      ['maxLength', { maxLength: 2 }, /counts the prompt, which has 2 tokens/],
      ['maxNewTokens', { maxNewTokens: 15 }, /at most 14 can be generated; got 15/],
      ['eosTokenIds', { eosTokenIds: [10] }, /0 to 9; eosTokenIds has 10/],
      ['badWordsIds', { badWordsIds: [[]] }, /without a token/],
      ['forceWordsIds', { forceWordsIds: [[[1]]] }, /numBeams/],
      ['forceWordsIds', { numBeams: 2, forceWordsIds: [[[1, 2]]], maxNewTokens: 1 }, /2 tokens/],
      ['stopStrings', { stopStrings: ['x'] }, /tokenizer/],
      ['stopStrings', { stopStrings: [''], tokenizer: letters }, /empty/],
      ['numBeam', { numBeam: 4 } as GenerateOptions, /did you mean numBeams/],
      ['allowedTokens', { allowedTokens: () => [] }, /one token at least/],
    ];
    for (const [option, options, message] of wrong) {
      const run = generate(model, [[1, 2]], options);
      await expect(run, option).rejects.toBeInstanceOf(OptionError);
      await expect(run, option).rejects.toThrow(message);
      await expect(run, option).rejects.toMatchObject({ option });
    }
    expect(calls.started).toBe(1);
    expect(calls.disposed).toBe(1);
    for (const prompts of [[], [[]], [[1], []], [[10]], [[0.5]], [new Array(16).fill(1)]])
      await expect(generate(model, prompts)).rejects.toMatchObject({ option: 'prompts' });
  });

  it('generate takes what is at its default, whatever it would need otherwise', async () => {
    await generate(model, [[1]], { topP: 1, temperature: 1, lengthPenalty: 1, patience: 1 });
    const [sequence] = await generate(model, [[1, 2, 3, 4, 5, 6, 7, 8, 9, 0]], { random });
    expect(generated(sequence!).length).toBe(6);
  });

  it('generationConfigOptions translates the fields of transformers and refuses what it cannot honour', () => {
    expect(
      generationConfigOptions({
        _from_model_config: true,
        bos_token_id: 50256,
        eos_token_id: 50256,
        pad_token_id: 50256,
        transformers_version: '5.24.0',
        do_sample: false,
        top_k: 50,
        num_beams: 5,
        max_length: 50,
        max_new_tokens: 9,
        force_words_ids: [
          [1, 2],
          [[3], [4, 5]],
        ],
        guidance_scale: null,
      }),
    ).toEqual({
      eosTokenIds: [50256],
      padTokenId: 50256,
      doSample: false,
      numBeams: 5,
      maxNewTokens: 9,
      forceWordsIds: [[[1, 2]], [[3], [4, 5]]],
    });
    expect(generationConfigOptions({ do_sample: true, top_k: 3 })).toEqual({
      doSample: true,
      topK: 3,
    });
    for (const fields of [{ penalty_alpha: 0.6 }, { numbeams: 3 }])
      expect(() => generationConfigOptions(fields)).toThrow(OptionError);
  });
});
