/** The rows of a decoder as a tree of tokens, step by step: what is there when somebody stops it, and what can be drawn of a search. */

import type { GenerateEvent } from '@ferrogen/core/text';

/** A token that was chosen once, and what was tried after it. */
export interface TokenNode {
  readonly token: number;
  readonly parent: TokenNode | null;
  /** Sum of the log-probabilities of the tokens up to this one. */
  readonly score: number;
  readonly children: Map<number, TokenNode>;
}

/** A row: the last of its tokens, or null before the first. */
interface Row {
  readonly prompt: number;
  readonly last: TokenNode | null;
}

/** Generated tokens of a row. */
export interface RowTokens {
  readonly prompt: number;
  readonly tokens: readonly number[];
}

/** Rows of a batch. */
export class RowsUnderWay {
  /** First tokens of each prompt. */
  readonly #roots: readonly Map<number, TokenNode>[];
  #rows: readonly Row[];
  #steps = 0;

  constructor(prompts: number) {
    this.#roots = Array.from({ length: prompts }, () => new Map());
    this.#rows = Array.from({ length: prompts }, (_, prompt) => ({ prompt, last: null }));
  }

  /** How many steps were made. */
  get steps(): number {
    return this.#steps;
  }

  /** What was tried first after a prompt. */
  first(prompt: number): ReadonlyMap<number, TokenNode> {
    return this.#roots[prompt]!;
  }

  /** Takes a step in. */
  step({ prompts, parents, tokens, scores }: Extract<GenerateEvent, { kind: 'step' }>): void {
    this.#rows = Array.from(parents, (parent, row) => {
      const prompt = prompts[row]!;
      const last = this.#grow(prompt, this.#rows[parent]!.last, tokens[row]!, scores[row]!);
      return { prompt, last };
    });
    this.#steps++;
  }

  /** Takes in a finished sequence, of which the last token may be new: it is in no row any more. The nodes of its generated tokens. */
  finished(
    { prompt, tokens }: RowTokens,
    logProbs: readonly number[] | null,
  ): readonly TokenNode[] {
    const nodes: TokenNode[] = [];
    for (const [k, token] of tokens.entries()) {
      const last = nodes.at(-1) ?? null;
      const score = (last?.score ?? 0) + (logProbs?.[k] ?? 0);
      nodes.push(this.#grow(prompt, last, token, score));
    }
    return nodes;
  }

  /** The likeliest rows of each prompt that are under way now, at most `count` of each. */
  likeliest(count: number): readonly RowTokens[] {
    return this.#roots.flatMap((_, prompt) =>
      this.#rows
        .filter((row) => row.prompt === prompt && row.last !== null)
        .sort((one, other) => other.last!.score - one.last!.score)
        .slice(0, count)
        .map(({ last }) => tokensTo(prompt, last!)),
    );
  }

  #grow(prompt: number, parent: TokenNode | null, token: number, score: number): TokenNode {
    const siblings = parent?.children ?? this.#roots[prompt]!;
    const there = siblings.get(token);
    if (there !== undefined) return there;
    const node: TokenNode = { token, parent, score, children: new Map() };
    siblings.set(token, node);
    return node;
  }
}

function tokensTo(prompt: number, last: TokenNode): RowTokens {
  const tokens: number[] = [];
  for (let node: TokenNode | null = last; node !== null; node = node.parent)
    tokens.unshift(node.token);
  return { prompt, tokens };
}
