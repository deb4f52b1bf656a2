/** A GPT-2 of a few numbers, in a folder as transformers saves it or in a model file of ours: it says nothing sensible, quickly. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeModelFile, writeModelFolder } from '@ferrogen/core/node';
import { fullGpt2Config, GPT2_KIND, type Gpt2Config, gpt2Shapes } from '@ferrogen/core/text';
import { uniformNumbers } from '../support/operation-check.ts';

/** Writes the folder, and files of JSON beside the two that it has. */
export function writeTinyGpt2(
  folder: string,
  config: Gpt2Config,
  files: Readonly<Record<string, object>> = {},
): void {
  const { config: full, tensors } = tinyGpt2(config);
  const named = [...tensors].map(([name, values]) => [`transformer.${name}`, values] as const);
  writeModelFolder(folder, {
    config: { model_type: 'gpt2', ...full },
    tensors: new Map(named),
  });
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), JSON.stringify(content));
}

/** Writes the same numbers as one model file. */
export function writeTinyGpt2File(path: string, config: Gpt2Config): void {
  const { config: full, tensors } = tinyGpt2(config);
  writeModelFile(path, { kind: GPT2_KIND, config: { ...full }, card: null, tensors });
}

function tinyGpt2(config: Gpt2Config) {
  const full = fullGpt2Config({ n_embd: 8, n_layer: 1, n_head: 2, ...config });
  const uniform = uniformNumbers(1);
  const tensors = [...gpt2Shapes(full)].map(([name, shape]) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const values = Float32Array.from({ length: size }, () => uniform() - 0.5);
    return [name, { dtype: 'F32' as const, shape, values }] as const;
  });
  return { config: full, tensors: new Map(tensors) };
}

/** A `tokenizer.json` of these words, with blanks between them; what is none is the first. */
export function wordsTokenizer(words: readonly string[]): object {
  return {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: null,
    decoder: { type: 'WordPiece', prefix: '##', cleanup: false },
    model: {
      type: 'WordPiece',
      unk_token: words[0],
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
    },
  };
}
