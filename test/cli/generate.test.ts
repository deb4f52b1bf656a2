/** `gen generate` in a process of its own: the ids of transformers and onnxruntime-genai, what is refused, and what is seen. */

import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pretrainedModelPath } from '@ferrogen/core/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { type GenerateCase, generateCases, HF_FOLDER } from '../support/hugging-face-cases.ts';
import { itWith, itWithData, sharedData } from '../support/shared-data.ts';
import { binary, cleanEnvironment, exampleFolder, gen, type Run } from './gen.ts';
import { wordsTokenizer, writeTinyGpt2, writeTinyGpt2File } from './tiny-gpt2.ts';

const folder = exampleFolder();
const TINY = 'text/tiny-random-gpt2';
const WORDS = ['oh', ...'abcdefghijklmnopqrs'];
const run = (words: readonly string[], input = '') =>
  gen(['generate', ...words], { cwd: folder, input });
const ESC = String.fromCharCode(27);

beforeAll(() => {
  const small = { n_positions: 32, vocab_size: 20 };
  const tokenizer = { 'tokenizer.json': wordsTokenizer(WORDS) };
  writeTinyGpt2(join(folder, 'words'), small, tokenizer);
  writeTinyGpt2(join(folder, 'ids'), small);
  writeTinyGpt2(join(folder, 'long'), { n_positions: 20_000, vocab_size: 20 }, tokenizer);
  writeTinyGpt2(join(folder, 'gpt2'), { n_positions: 64 });
});

/** Runs and gives the object that it prints. */
async function json(words: readonly string[], input?: string) {
  const { stdout, stderr, code } = await run([...words, '--json'], input);
  expect(stderr.replace(/^seed \d+\n/, '')).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

/** Fields of transformers that have a flag whose value is theirs; the others go into a file. */
const withFlag = [
  'early_stopping',
  'length_penalty',
  'max_new_tokens',
  'min_new_tokens',
  'no_repeat_ngram_size',
  'num_beams',
  'num_return_sequences',
  'repetition_penalty',
];

/** A case as words: flags where there are such, and a file of the other fields. */
function wordsOf({ id, model, input_ids: ids, attention_mask: mask, params }: GenerateCase) {
  const words = [sharedData(`${HF_FOLDER}/${model}`)!];
  for (const [row, tokens] of ids.entries())
    words.push('--input-ids', tokens.filter((_, place) => mask[row]![place] === 1).join());
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(params)) {
    if (name === 'eos_token_id') words.push('--eos-token-id', String(value ?? 'none'));
    else if (withFlag.includes(name)) words.push(`--${name.replaceAll('_', '-')}`, String(value));
    else fields[name] = value;
  }
  const path = join(folder, `${id}.json`);
  writeFileSync(path, JSON.stringify(fields));
  return [...words, '--generation-config', path];
}

/** Every twelfth case, and for each field of each model the first that sets it; less those that ask for more tokens than they allow, which is refused. */
function spread(): GenerateCase[] {
  const seen = new Set<string>();
  const possible = generateCases().filter(
    ({ params: { min_new_tokens: least = 0, max_new_tokens: most } }) =>
      Number(least) <= Number(most),
  );
  return possible.filter(({ model, params, input_ids: { length } }, index) => {
    const marks = [...Object.keys(params), length > 1 ? 'batch' : 'one'].map(
      (mark) => `${model} ${params.num_beams === 1} ${mark}`,
    );
    const isNew = marks.some((mark) => !seen.has(mark));
    for (const mark of marks) seen.add(mark);
    return isNew || index % 12 === 0;
  });
}

describe('gen generate', () => {
  itWithData(HF_FOLDER)("gen generate gives the ids of transformers' generate()", async () => {
    const cases = spread();
    expect(cases.length).toBeGreaterThan(25);
    const check = async (each: GenerateCase) => {
      const { sequences, promptTokens } = await json(wordsOf(each));
      const length = each.input_ids[0]!.length;
      const expected = each.sequences.map((row, index) =>
        row.slice(length, length + each.new_lengths[index]!),
      );
      const generated = sequences.map(({ prompt, tokens }: { prompt: number; tokens: number[] }) =>
        tokens.slice(promptTokens[prompt].length),
      );
      expect(generated, each.id).toEqual(expected);
      each.sequences_scores?.forEach((score, index) => {
        const ours = sequences[index].score;
        expect(Math.abs(ours - score), each.id).toBeLessThan(1e-4 * Math.max(1, Math.abs(score)));
      });
      each.beam_indices?.forEach((indices, index) => {
        const own = indices.slice(0, each.new_lengths[index]);
        expect(sequences[index].beamIndices, each.id).toEqual(own);
      });
    };
    for (let first = 0; first < cases.length; first += 2)
      await Promise.all(cases.slice(first, first + 2).map(check));
  });

  itWithData(TINY)('gen generate gives the ids of onnxruntime-genai', async () => {
    const path = sharedData(TINY)!;
    const told = JSON.parse(readFileSync(join(path, 'expected-onnxruntime-genai.json'), 'utf8'));
    for (const [{ input, output }, flags] of [
      [told.greedy_max_length_10, '--max-length 10'],
      // Its scores are divided by the length of the whole sequence.
      [told.beam4_max_length_20_lp1, '--max-length 20 --num-beams 4 --generation-config rule.json'],
    ] as const) {
      writeFileSync(join(folder, 'rule.json'), '{"length_rule": "sequence"}');
      const ids = input.flatMap((row: number[]) => ['--input-ids', row.join()]);
      const { sequences } = await json([path, ...ids, ...flags.split(' ')]);
      expect(sequences.map(({ tokens }: { tokens: number[] }) => tokens)).toEqual(output);
    }
  });

  it('gen generate prints one object with --json', async () => {
    const result = await json(['words', 'a b', 'c', '--num-beams', '3', '--max-new-tokens', '4']);
    expect(result).toMatchObject({
      schemaVersion: 1,
      kind: 'generation',
      model: 'words',
      promptTokens: [[1, 2], [3]],
      settings: { numBeams: 3, maxNewTokens: 4 },
      seed: null,
    });
    for (const [prompt, sequence] of result.sequences.entries()) {
      expect(sequence).toMatchObject({ prompt, finishReason: 'length' });
      const generated = sequence.tokens.slice(result.promptTokens[prompt].length);
      expect(sequence.text).toBe(generated.map((id: number) => WORDS[id]).join(' '));
      const sum = sequence.logProbs.reduce((a: number, b: number) => a + b);
      expect(sequence.score).toBeCloseTo(sum / 4, 5);
    }
    expect((await json(['ids', '--input-ids', '3'])).sequences[0].text).toBeNull();
  });

  it('gen generate draws the same text for a seed, and says the seed that it drew', async () => {
    const words = ['words', 'a', '--do-sample', '--num-return-sequences', '4'];
    const first = await run([...words, '--json']);
    const [, seed] = /^seed (\d+)\n$/.exec(first.stderr)!;
    const again = await json([...words, '--seed', seed!]);
    const { sequences, seed: told } = JSON.parse(first.stdout);
    expect(again.sequences).toEqual(sequences);
    expect(told).toBe(Number(seed));
    expect(new Set(sequences.map(({ text }: { text: string }) => text)).size).toBeGreaterThan(1);
    expect((await json([...words, '--seed', `${told + 1}`])).sequences).not.toEqual(sequences);
  });

  it("gen generate honours the folder's generation config, a file over it, and flags over both", async () => {
    const own = { 'generation_config.json': { num_beams: 3, max_length: 9, top_k: 5 } };
    writeTinyGpt2(join(folder, 'own'), { n_positions: 32, vocab_size: 20 }, own);
    const settings = async (...words: string[]) =>
      (await json(['own', '--input-ids', '3,1', ...words])).settings;
    expect(await settings()).toEqual({ numBeams: 3, maxLength: 9 });
    writeFileSync(join(folder, 'more.json'), '{"num_beams": 2, "max_new_tokens": 3}');
    const more = ['--generation-config', 'more.json'];
    expect(await settings(...more)).toEqual({ numBeams: 2, maxNewTokens: 3 });
    expect(await settings(...more, '--num-beams', '4')).toEqual({ numBeams: 4, maxNewTokens: 3 });
  });

  it('gen generate takes a model file, or the folder of its run, as well as a folder of transformers', async () => {
    const small = { n_positions: 32, vocab_size: 20 };
    mkdirSync(join(folder, 'run'));
    writeTinyGpt2File(join(folder, 'run', 'model.safetensors'), small);
    const words = ['--input-ids', '3,1', '--num-beams', '2'];
    const { sequences } = await json(['ids', ...words]);
    for (const model of ['run', 'run/model.safetensors'])
      expect((await json([model, ...words])).sequences).toEqual(sequences);
  });

  it('gen generate ends at --stop and at --eos-token-id', async () => {
    const words = ['words', 'a', '--max-new-tokens', '8'];
    const [{ text, tokens }] = (await json(words)).sequences;
    const third = tokens[3];
    const said = text.split(' ').slice(0, tokens.indexOf(third, 1) - 1);
    const eos = await json([...words, '--eos-token-id', `${third}`]);
    expect(eos.sequences[0]).toMatchObject({ text: said.join(' '), finishReason: 'eos' });
    const stop = await json([...words, '--stop', WORDS[third]!]);
    expect(stop.sequences[0].finishReason).toBe('stop');
    expect(stop.sequences[0].text.trim()).toBe(said.join(' '));
  });

  it('gen generate has no text for tokens that fill a vocabulary up beyond the tokenizer', async () => {
    const tokenizer = { 'tokenizer.json': wordsTokenizer(WORDS.slice(0, 5)) };
    writeTinyGpt2(join(folder, 'padded'), { n_positions: 32, vocab_size: 20 }, tokenizer);
    const words = ['padded', 'a', '--do-sample', '--top-k', '0', '--seed', '1'];
    const [{ tokens, text }] = (await json(words)).sequences;
    const own = tokens.slice(1).filter((token: number) => token < 5);
    expect(own.length).toBeLessThan(tokens.length - 1);
    expect(text).toBe(own.map((token: number) => WORDS[token]).join(' '));
  });

  it('gen generate takes a prompt from stdin, without the line end that closes it', async () => {
    const typed = await json(['words', 'a b c']);
    const read = await json(['words', '-'], 'a b c\n');
    expect(read.sequences).toEqual(typed.sequences);
    const { stdout } = await run(['words', 'a b c', '--quiet']);
    expect(stdout).toBe(`a b c${typed.sequences[0].text}\n`);
  });

  it('gen generate shows the best of several, and with --tree the beams', async () => {
    const words = ['words', 'a', '--num-beams', '3', '--num-return-sequences', '3', '--tree'];
    const { stdout, stderr } = await run([...words, '--max-new-tokens', '3']);
    expect(stdout).toMatch(/^a\n(├─|╰─) /);
    expect(stdout).toMatch(/← 1$/m);
    expect(stdout).toMatch(/\n {4}score +log p\n 1 +-\d\.\d\d +-\d+\.\d\d {2}(. ?){3}\n 2 /);
    expect(stderr).toMatch(/^note: 3 beams, 3 tokens in .+ tokens\/s, \w+\)\n$/);
  });
});

/** Words that are refused, the exit code, and what is said. */
const refusals: readonly [words: string, code: number, message: string][] = [
  ['words', 2, 'needs a PROMPT'],
  ['words a --input-ids 3', 2, 'the same thing in two ways'],
  ['words --input-ids 3,x', 2, "got '3,x'"],
  ['words --input-ids 3,20', 2, 'from 0 to 19'],
  [`ids --input-ids ${Array(32).fill(1).join()}`, 2, 'has 32 tokens, and the model holds 32'],
  ['ids --input-ids 3 --max-new-tokens 32', 2, 'so at most 31 can be generated'],
  ['ids a', 2, 'has no tokenizer.json'],
  ['ids --input-ids 3 --stop a', 2, 'has no tokenizer.json'],
  ['words a --num-return-sequences 2', 2, '--num-return-sequences is at most --num-beams, 1'],
  ['words a --num-beams 2 --num-return-sequences 3', 2, 'is at most --num-beams, 2'],
  ['words a --num-beams 2 --top-p 0.9', 2, '--top-p has no meaning without --do-sample'],
  ['words a --temperature 0.7', 2, '--temperature has no meaning without --do-sample'],
  ['words a --length-penalty 2', 2, 'no meaning without --num-beams above 1'],
  ['words a --early-stopping never', 2, 'no meaning without --num-beams above 1'],
  ['words a --do-sample --top-p 1.5', 2, '--top-p is a number above 0, at most 1; got 1.5'],
  ['words a --do-sample --no-do-sample', 2, 'contradict each other'],
  ['words a --eos-token-id 99', 2, '--eos-token-id has 99'],
  ['words a --tree', 2, '--tree draws the beams of a search'],
  ['words a --tree --num-beams 2 --json', 2, '--json has no place for a drawing'],
  ['words a --generation-config none.json', 3, 'none.json: no such file'],
  ['words a --generation-config unknown.json', 2, 'unknown.json: the field beams'],
  ['words a --num-beans 4', 2, 'has no flag --num-beans'],
  ['nowhere a', 3, 'nowhere: no such model'],
  ['gpt2-xl a', 4, 'the weights of gpt2-xl are not here'],
  ['vae.safetensors a', 4, 'holds a model of kind vae, and this takes gpt2'],
  ['examples a', 3, 'examples: this folder holds no model'],
  ['no-weights a', 3, 'model.safetensors: no such file'],
  ['truncated a', 3, 'truncated/model.safetensors'],
  ['lying a', 3, 'lying/model.safetensors'],
  ['overlapping a', 3, 'overlapping/model.safetensors'],
  ['whole-numbers --input-ids 3', 3, 'I32'],
  ['wider --input-ids 3', 3, 'wider: '],
  ['llama --input-ids 3', 3, 'llama/config.json: '],
  ['many-words a', 3, 'they do not belong together'],
  ['no-tokenizer a', 3, 'describes no tokenizer'],
];

describe('gen generate refuses', () => {
  beforeAll(() => {
    const small = { n_positions: 32, vocab_size: 20 };
    const at = (...path: string[]) => join(folder, ...path);
    writeFileSync(at('unknown.json'), '{"beams": 4}');
    copyFileSync(pretrainedModelPath('vae')!, at('vae.safetensors'));
    mkdirSync(at('no-weights'));
    copyFileSync(at('ids', 'config.json'), at('no-weights', 'config.json'));
    for (const name of ['truncated', 'lying', 'overlapping', 'wider', 'llama', 'whole-numbers'])
      writeTinyGpt2(at(name), small);
    truncateSync(at('truncated', 'model.safetensors'), 1000);
    const bytes = readFileSync(at('lying', 'model.safetensors'));
    const length = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + length));
    const rewritten = (change: (header: Record<string, object>) => void) => {
      const own = structuredClone(header);
      change(own);
      const text = JSON.stringify(own).padEnd(length);
      return Buffer.concat([bytes.subarray(0, 8), Buffer.from(text), bytes.subarray(8 + length)]);
    };
    const [first, second] = Object.keys(header).filter((name) => name !== '__metadata__');
    const overlapping = rewritten((own) => {
      own[second!] = own[first!]!;
    });
    writeFileSync(at('overlapping', 'model.safetensors'), overlapping);
    const integers = rewritten((own) => {
      own[first!] = { ...own[first!], dtype: 'I32' };
    });
    writeFileSync(at('whole-numbers', 'model.safetensors'), integers);
    bytes.writeBigUInt64LE(2n ** 62n, 0);
    writeFileSync(at('lying', 'model.safetensors'), bytes);
    const config = JSON.parse(readFileSync(at('ids', 'config.json'), 'utf8'));
    writeFileSync(at('wider', 'config.json'), JSON.stringify({ ...config, n_embd: 16 }));
    writeFileSync(at('llama', 'config.json'), JSON.stringify({ ...config, model_type: 'llama' }));
    writeTinyGpt2(at('many-words'), small, {
      'tokenizer.json': wordsTokenizer([...WORDS, 'x', 'y']),
    });
    writeTinyGpt2(at('no-tokenizer'), small, { 'tokenizer.json': {} });
  });

  for (const [words, code, message] of refusals)
    it(`gen generate refuses ${words.length > 60 ? `${words.slice(0, 60)}...` : words}`, async () => {
      const refused = await run(words.split(' '));
      expect(refused.stderr).toContain(message);
      expect(refused.stderr).toMatch(/^(seed \d+\n)?error: /);
      expect(refused.stderr).not.toContain('fault of gen itself');
      expect([refused.code, refused.stdout]).toEqual([code, '']);
    });

  it('gen generate refuses an empty prompt, typed or read', async () => {
    for (const refused of [await run(['words', '']), await run(['words', '-'], '\n')]) {
      expect(refused.stderr).toContain('a prompt is empty');
      expect(refused.code).toBe(2);
    }
  });
});

describe('gen generate, interrupted', () => {
  it('gen generate prints what there is after Ctrl-C, and exits with 130', async () => {
    for (const flags of ['--num-return-sequences 2', '--num-beams 3']) {
      const words = `long a --do-sample --seed 1 --max-new-tokens 19000 ${flags} --json`;
      const { code, stdout, stderr } = await interruptedRun(words.split(' '));
      expect(stderr).toMatch(/^seed 1\nerror: interrupted after \d+ steps?\n$/);
      expect(code).toBe(130);
      const { sequences } = JSON.parse(stdout);
      expect(sequences).toHaveLength(flags.includes('beams') ? 1 : 2);
      for (const { tokens, text, finishReason } of sequences) {
        expect(finishReason).toBe('interrupted');
        expect(tokens[0]).toBe(1);
        expect(text.split(' ')).toHaveLength(tokens.length - 1);
      }
    }
  });
});

/** A run that is told to stop some time after it began to generate. */
function interruptedRun(words: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [binary, 'generate', ...words], {
    cwd: folder,
    env: cleanEnvironment(),
  });
  const out = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    out.stderr += text;
    if (text.startsWith('seed')) setTimeout(() => child.kill('SIGINT'), 700);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...out })));
}

describe('gen generate on a terminal', () => {
  const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes(
    'util-linux',
  );
  const itOnTerminal = itWith(hasScript ? [] : ['no util-linux script to make a terminal']);
  const command = (words: string) => [
    '-qec',
    `stty cols 80; exec ${process.execPath} ${binary} generate ${words}`,
    '/dev/null',
  ];

  itOnTerminal('gen generate shows a text as it comes, its prompt dim', async () => {
    const { COLUMNS: _, ...env } = cleanEnvironment();
    const child = spawn('script', command('long "a b" --max-new-tokens 1500'), {
      cwd: folder,
      env,
    });
    const pieces: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => pieces.push(text));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    expect(pieces.length).toBeGreaterThan(10);
    const seen = pieces.join('').replaceAll('\r', '');
    expect(seen).toContain(`${ESC}[2ma b${ESC}[22m`);
    const [text = ''] = seen.replaceAll(`${ESC}[2m`, '').replaceAll(`${ESC}[22m`, '').split('\n');
    const { stdout } = await run(['long', 'a b', '--max-new-tokens', '1500', '--quiet']);
    expect(`${text}\n`).toBe(stdout);
  });

  itOnTerminal('gen generate ends the line after Ctrl-C', async () => {
    const { COLUMNS: _, ...env } = cleanEnvironment();
    const child = spawn('script', command('long a --max-new-tokens 19000'), { cwd: folder, env });
    let seen = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (seen.length < 200 && seen.length + text.length >= 200)
        child.stdin.write(String.fromCharCode(3));
      seen += text;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
    expect(seen.replaceAll('\r', '')).toMatch(/\w\n.*error:.* interrupted after \d+ steps\n$/);
  });
});

describe('gen generate --help', () => {
  it('gen generate --help shows examples, and they work', async () => {
    const env = { COLUMNS: '200' };
    const help = await gen(['generate', '--help'], { cwd: folder, env });
    expect(help.stdout).toContain('gen generate MODEL [PROMPT...] [flags]');
    const [, list = ''] = help.stdout.split('\nExamples\n');
    const examples = [...list.matchAll(/^ {2}gen generate (.+)$/gm)].map(([, words]) => words!);
    expect(examples).toHaveLength(3);
    for (const example of examples) {
      const words = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(
        ([, quoted, plain]) => quoted ?? plain!,
      );
      const { code, stdout, stderr } = await run(words);
      expect(stderr.replace(/^(note: .*|seed \d+)\n/gm, ''), example).toBe('');
      expect(code, example).toBe(0);
      expect(stdout.length).toBeGreaterThan(50);
    }
  });
});
