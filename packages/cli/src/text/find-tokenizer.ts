/** The tokenizer of a model, where there is one. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelFileError } from '@ferrogen/core';
import type { Json } from '@ferrogen/core/io';
import { fileError } from '@ferrogen/core/node';
import { gpt2Tokenizer, PretrainedTokenizer, type Tokenizer } from '@ferrogen/core/text';

const TOKENIZER = 'tokenizer.json';
/** Tokens of the published GPT-2s. */
const GPT2_VOCABULARY = 50257;

/** The tokenizer that needs no file: that of the published GPT-2s, for a vocabulary of its size; else null. */
export async function knownTokenizer(vocabSize: number): Promise<Tokenizer | null> {
  return vocabSize === GPT2_VOCABULARY ? gpt2Tokenizer() : null;
}

/**
 * The tokenizer of a folder: its `tokenizer.json`, else the one that needs no file.
 *
 * @param vocabSize tokens that the model knows
 * @throws TokenizerError for a file that describes no tokenizer
 * @throws ModelFileError for a tokenizer with more tokens than the model knows
 */
export async function tokenizerOf(folder: string, vocabSize: number): Promise<Tokenizer | null> {
  const path = join(folder, TOKENIZER);
  if (!existsSync(path)) return knownTokenizer(vocabSize);
  const settings = join(folder, 'tokenizer_config.json');
  const tokenizer = new PretrainedTokenizer(
    readJson(path),
    existsSync(settings) ? readJson(settings) : {},
  );
  if (tokenizer.vocabSize > vocabSize)
    throw new ModelFileError(
      `${path} has ${tokenizer.vocabSize} tokens and the model knows ${vocabSize}: they do not belong together`,
    );
  return tokenizer.vocabSize < vocabSize ? padded(tokenizer, vocabSize) : tokenizer;
}

/** For a model whose vocabulary was rounded up: tokens beyond the tokenizer's have no text, as in transformers. */
function padded(tokenizer: Tokenizer, vocabSize: number): Tokenizer {
  const isOwn = (token: number) => token < tokenizer.vocabSize;
  return {
    vocabSize,
    encode: (text, options) => tokenizer.encode(text, options),
    decode: (tokens) => tokenizer.decode(Array.from(tokens).filter(isOwn)),
    stream() {
      const stream = tokenizer.stream();
      return {
        push: (token) => (isOwn(token) ? stream.push(token) : ''),
        end: () => stream.end(),
      };
    },
  };
}

function readJson(path: string): Json {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw fileError(path, cause);
  }
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new ModelFileError(`${path}: this is not JSON: ${(cause as Error).message}`);
  }
}
