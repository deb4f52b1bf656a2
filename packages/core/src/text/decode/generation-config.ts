/** The fields of transformers' `GenerationConfig`, as they stand in `generation_config.json`, under our names. */

import { OptionError } from '../../errors.ts';
import { defaultDecodingSettings } from '../../kernels/decoding.ts';
import { OF_SAMPLING } from './check-settings.ts';
import type { GenerateOptions } from './options.ts';

/** The fields of a `generation_config.json`. */
export type GenerationConfigFields = Readonly<Record<string, unknown>>;

/** Fields that say nothing about which tokens come out, and those whose meaning is the caller's. */
const PASSED_OVER = [
  'bos_token_id',
  'decoder_start_token_id',
  'output_attentions',
  'output_hidden_states',
  'output_logits',
  'output_scores',
  'return_dict_in_generate',
  'transformers_version',
  'use_cache',
];

/** Fields that we cannot honour, with the values that ask for nothing. */
const UNSUPPORTED: Readonly<Record<string, readonly unknown[]>> = {
  assistant_early_exit: [null],
  constraints: [null],
  dola_layers: [null],
  encoder_no_repeat_ngram_size: [null, 0],
  encoder_repetition_penalty: [null, 1],
  guidance_scale: [null, 1],
  max_time: [null],
  penalty_alpha: [null, 0],
  prompt_lookup_num_tokens: [null],
  remove_invalid_values: [null, false],
  token_healing: [null, false],
  watermarking_config: [null],
};

/** Fields whose values have another form with us. */
const TRANSLATED: Readonly<Record<string, (value: never) => Partial<GenerateOptions>>> = {
  eos_token_id: (value: number | number[]) => ({ eosTokenIds: [value].flat() }),
  forced_eos_token_id: (value: number | number[]) => ({ forcedEosTokenIds: [value].flat() }),
  pad_token_id: (value: number) => ({ padTokenId: value }),
  max_length: (value: number) => ({ maxLength: value }),
  stop_strings: (value: string | string[]) => ({ stopStrings: [value].flat() }),
  force_words_ids: (value: (number[] | number[][])[]) => ({
    forceWordsIds: value.map((phrase) =>
      Array.isArray(phrase[0]) ? (phrase as number[][]) : [phrase as number[]],
    ),
  }),
};

/**
 * The options that a `GenerationConfig` asks for. Fields that are null, and those that change no token, are passed over; `max_new_tokens` wins over
 * `max_length`, as it does there. The default `top_k` of 50 and other filters are dropped where `do_sample` is false, since there they do nothing.
 *
 * @throws OptionError for a field that cannot be honoured
 * @example
 * generationConfigOptions({ num_beams: 5, eos_token_id: 50256 }); // { numBeams: 5, eosTokenIds: [50256] }
 */
export function generationConfigOptions(fields: GenerationConfigFields): GenerateOptions {
  const options: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields)) {
    if (value === null || PASSED_OVER.includes(field) || field.startsWith('_')) continue;
    const translate = TRANSLATED[field];
    const name = field.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    if (translate) Object.assign(options, translate(value as never));
    else if (Object.hasOwn(defaultDecodingSettings, name)) options[name] = value;
    else if (!UNSUPPORTED[field]?.includes(value))
      throw new OptionError(
        field,
        `the field ${field} of a generation config cannot be honoured here`,
      );
  }
  if (options.maxNewTokens !== undefined) delete options.maxLength;
  if (options.doSample !== true) for (const name of OF_SAMPLING) delete options[name];
  return options as GenerateOptions;
}
