/** Tokenizers: what others published, whatever the text, and however it comes. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  ByteLevelTokenizer,
  CharacterTokenizer,
  gpt2Tokenizer,
  PretrainedTokenizer,
  type Tokenizer,
} from '@ferrogen/core/text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itWithData, sharedData } from '../support/shared-data.ts';
import { gpt2Encodings } from './gpt2-encodings.ts';

const gpt2 = await gpt2Tokenizer();

/** What a stream gives, piece by piece and at its end. */
function streamed(tokenizer: Tokenizer, tokens: Iterable<number>): string[] {
  const stream = tokenizer.stream();
  const pieces = Array.from(tokens, (token) => stream.push(token));
  return [...pieces, stream.end()];
}

describe('gpt2Tokenizer', () => {
  it('gives the tokens that two other implementations give', () => {
    for (const [text, tokens] of gpt2Encodings) {
      expect([text, Array.from(gpt2.encode(text))]).toEqual([text, tokens]);
      expect(gpt2.decode(tokens)).toBe(text);
    }
  });

  itWithData('text/expected-gpt2-124M.json')('gives the published tokens', () => {
    const file = readFileSync(sharedData('text/expected-gpt2-124M.json')!, 'utf8');
    const published = Object.values(JSON.parse(file) as Record<string, unknown>).flatMap(
      (value) => {
        const { text, ids } = Object(value) as { text?: string; ids?: number[] };
        return text === undefined || ids === undefined ? [] : [{ text, ids }];
      },
    );
    expect(published.length).toBeGreaterThan(2);
    for (const { text, ids } of published) expect(Array.from(gpt2.encode(text))).toEqual(ids);
  });

  itWithData('text/tinyshakespeare.txt')('gives the tokens of a million letters', () => {
    const text = readFileSync(sharedData('text/tinyshakespeare.txt')!, 'utf8');
    const tokens = gpt2.encode(text);
    expect(tokens.length).toBe(338_025);
    // Of tiktoken's ids, four bytes each, the lowest first.
    expect(createHash('sha256').update(new Uint8Array(tokens.buffer)).digest('hex')).toBe(
      '0c00ab83dc7f46665805762aa7688fb7852f03f28c4a5d84061871e85ea7c815',
    );
    expect(gpt2.decode(tokens)).toBe(text);
  });

  it('takes a special token for plain text unless told otherwise', () => {
    expect(Array.from(gpt2.encode('hello <|endoftext|>', { specials: true }))).toEqual([
      31373, 220, 50256,
    ]);
    const plain = gpt2.encode('hello <|endoftext|>');
    expect(Array.from(plain)).not.toContain(50256);
    expect(gpt2.decode(plain)).toBe('hello <|endoftext|>');
    expect(gpt2.decode([31373, 220, 50256])).toBe('hello <|endoftext|>');
    expect(gpt2.vocabSize).toBe(50257);
  });

  it('gives every text back, whole and streamed, and never half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const tokens = gpt2.encode(text);
        expect(gpt2.decode(tokens)).toBe(text);
        const pieces = streamed(gpt2, tokens);
        expect(pieces.join('')).toBe(text);
        if (!text.includes('\ufffd')) expect(pieces.join('\0')).not.toContain('\ufffd');
      }),
      { numRuns: 300 },
    );
  });

  it('cuts texts where the published expression cuts them', () => {
    const rule =
      /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;
    const parts = fc.constantFrom(
      ..." '\t\n\u0085\u00a0\u001c\ufeff",
      'a',
      's',
      'll',
      've',
      'Ж',
      '漢',
      '1',
      '½',
      '!',
      '😀',
      '\u0301',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 40 }), (chosen) => {
        const text = chosen.join('');
        const pieces = text.match(rule) ?? [];
        // A piece that stands alone is one piece.
        const apart = pieces.flatMap((piece) => Array.from(gpt2.encode(piece)));
        expect(Array.from(gpt2.encode(text))).toEqual(apart);
      }),
      { numRuns: 1000 },
    );
  });

  it('decodes any tokens as UTF-8 is decoded, whole and streamed', () => {
    const token = fc.integer({ min: 0, max: gpt2.vocabSize - 1 });
    // The 256 bytes by themselves come first: halves of characters, in any order.
    const tokens = fc.array(fc.oneof(fc.integer({ min: 0, max: 255 }), token), { maxLength: 60 });
    fc.assert(
      fc.property(tokens, (ids) => {
        expect(streamed(gpt2, ids).join('')).toBe(gpt2.decode(ids));
      }),
      { numRuns: 300 },
    );
  });

  it('takes no time that grows faster than the text', () => {
    // A merging that looks at every pair again after each merge takes a minute for these.
    for (const text of [
      'a'.repeat(300_000),
      'ab'.repeat(150_000),
      ' '.repeat(300_000),
      '\u00e9'.repeat(100_000),
      "'".repeat(100_000),
    ]) {
      const start = performance.now();
      const tokens = gpt2.encode(text);
      expect(gpt2.decode(tokens)).toBe(text);
      expect(performance.now() - start).toBeLessThan(20_000);
    }
  });

  it('refuses what is no token', () => {
    for (const token of [-1, 50257, 1.5, Number.NaN])
      expect(() => gpt2.decode([token])).toThrow('a token is a whole number from 0 to 50256');
    expect(() => gpt2.stream().push(60_000)).toThrow('got 60000');
  });

  it('keeps a mark of byte order, and says half a surrogate pair as what stands for no character', () => {
    expect(gpt2.decode(gpt2.encode('\ufeffa\ufeff'))).toBe('\ufeffa\ufeff');
    expect(gpt2.decode(gpt2.encode('a\ud800b'))).toBe('a\ufffdb');
  });
});

describe('ByteLevelTokenizer', () => {
  it('refuses a vocabulary that cannot say every text', () => {
    const specials = new Map<string, number>();
    expect(() => new ByteLevelTokenizer({ tokens: ['a'], specials })).toThrow('every byte');
    const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
    expect(() => new ByteLevelTokenizer({ tokens: [...bytes, 'a'], specials })).toThrow('once');
    const tokenizer = new ByteLevelTokenizer({
      tokens: [...bytes, 'ab', 'abc'],
      specials: new Map([
        ['<a>', 258],
        ['<a>b', 259],
      ]),
    });
    expect(Array.from(tokenizer.encode('abcab'))).toEqual([257, 256]);
    expect(Array.from(tokenizer.encode('<a>b<a>', { specials: true }))).toEqual([259, 258]);
    expect(tokenizer.vocabSize).toBe(260);
  });
});

describe('CharacterTokenizer', () => {
  it('has a token for each character of a text, in their order', () => {
    const tokenizer = CharacterTokenizer.of('hello 😀');
    expect(tokenizer.characters).toEqual([' ', 'e', 'h', 'l', 'o', '😀']);
    expect(Array.from(tokenizer.encode('ole😀'))).toEqual([4, 3, 1, 5]);
    expect(tokenizer.decode([5, 4])).toBe('😀o');
    expect(streamed(tokenizer, [5, 4])).toEqual(['😀', 'o', '']);
    expect(() => tokenizer.encode('hex')).toThrow('the character "x", number 3 of the text');
    expect(() => tokenizer.decode([6])).toThrow('from 0 to 5; got 6');
    expect(() => new CharacterTokenizer('aa')).toThrow('each character once');
  });

  it('gives back every text of its alphabet', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const tokenizer = CharacterTokenizer.of(text);
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
    );
  });
});

/** A `tokenizer.json` of GPT-2's kind, of the published files. */
function gpt2TokenizerJson() {
  const vocab = JSON.parse(readFileSync(sharedData('text/gpt2-encoder.json')!, 'utf8'));
  const lines = readFileSync(sharedData('text/gpt2-vocab.bpe')!, 'utf8').split('\n').slice(1);
  const end = {
    id: 50256,
    content: '<|endoftext|>',
    special: true,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: true,
  };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [end],
    normalizer: null,
    pre_tokenizer: {
      type: 'ByteLevel',
      add_prefix_space: false,
      trim_offsets: true,
      use_regex: true,
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      vocab,
      merges: lines.filter((line) => line !== ''),
    },
  };
}

describe('PretrainedTokenizer', () => {
  const itWithVocabulary = itWithData('text/gpt2-encoder.json', 'text/gpt2-vocab.bpe');

  itWithVocabulary('reads a tokenizer.json, and agrees with ours', () => {
    const tokenizer = new PretrainedTokenizer(gpt2TokenizerJson());
    expect(tokenizer.vocabSize).toBe(50257);
    for (const text of ['I enjoy walking with my cute dog', "we'll  see\n\n 123 日本語 👩‍👧", '']) {
      const tokens = tokenizer.encode(text);
      expect(tokens).toEqual(gpt2.encode(text));
      expect(tokenizer.decode(tokens)).toBe(text);
      expect(streamed(tokenizer, tokens).join('')).toBe(text);
      expect(streamed(tokenizer, tokens).join('')).not.toContain('\ufffd');
    }
    expect(tokenizer.encode('a<|endoftext|>')).toEqual(gpt2.encode('a<|endoftext|>'));
    expect(Array.from(tokenizer.encode('a<|endoftext|>', { specials: true }))).toEqual([64, 50256]);
    expect(() => tokenizer.decode([50257])).toThrow('got 50257');
  });

  it('streams words whose text depends on their neighbours', () => {
    const vocab = { '[UNK]': 0, play: 1, '##ing': 2, well: 3 };
    const tokenizer = new PretrainedTokenizer({
      version: '1.0',
      added_tokens: [],
      normalizer: null,
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: null,
      decoder: { type: 'WordPiece', prefix: '##', cleanup: false },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab,
      },
    });
    const tokens = tokenizer.encode('playing well');
    expect(Array.from(tokens)).toEqual([1, 2, 3]);
    expect(streamed(tokenizer, tokens).join('')).toBe(tokenizer.decode(tokens));
  });

  it('refuses what describes no tokenizer', () => {
    for (const file of [{}, null, 7, 'x', { model: { type: 'Nonsense' } }])
      expect(() => new PretrainedTokenizer(file)).toThrow('describes no tokenizer');
  });
});
