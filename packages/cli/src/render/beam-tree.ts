/** The beams of a search as a tree: what was tried, what was left, and where the texts that were found end. Knows no decoder. */

import type { Style } from './style.ts';
import { displayWidth, wrap } from './text.ts';

/** A token that was chosen once, and what was tried after it. */
export interface BeamNode {
  readonly token: number;
  /** Sum of the log-probabilities up to it. */
  readonly score: number;
  readonly children: ReadonlyMap<number, BeamNode>;
}

/** What is drawn. */
export interface BeamTree {
  readonly first: ReadonlyMap<number, BeamNode>;
  /** The texts that were found, best first: the nodes of their tokens. */
  readonly found: readonly (readonly BeamNode[])[];
  /** Tokens as they are shown, on one line. */
  textOf(tokens: readonly number[]): string;
}

/**
 * A line for each stretch of tokens without a branch, with the log-probability at its end. The best text is bold; what leads to none of those
 * that were found is dim.
 */
export function renderBeamTree({ first, found, textOf }: BeamTree, style: Style): string[] {
  const { colors, glyphs } = style;
  const ranks = new Map(found.map((nodes, rank) => [nodes.at(-1), rank + 1]));
  const best = new Set(found[0]);
  const kept = new Set(found.flat());
  const paint = (node: BeamNode) => {
    if (best.has(node)) return colors.bold;
    return kept.has(node) ? (text: string) => text : colors.dim;
  };
  const branches = (children: ReadonlyMap<number, BeamNode>, lead: string): string[] => {
    const sorted = [...children.values()].sort((one, other) => other.score - one.score);
    return sorted.flatMap((node, k) => {
      const isLast = k === sorted.length - 1;
      const below = lead + (isLast ? '   ' : `${glyphs.line.upright}  `);
      const corner = `${isLast ? glyphs.line.fallEnd : glyphs.branch}${glyphs.line.flat} `;
      const stretch = stretchFrom(node, ranks);
      const end = stretch.at(-1)!;
      const rank = ranks.get(end);
      const words = [
        textOf(stretch.map(({ token }) => token)),
        `(${end.score.toFixed(2)})`,
        ...(rank === undefined ? [] : [`${glyphs.marker} ${rank}`]),
      ];
      const room = Math.max(20, style.width - displayWidth(lead) - 3);
      const lines = wrap(words.join(' '), room).map(paint(end));
      return [
        ...lines.map((line, l) => `${l === 0 ? lead + corner : below}${line}`),
        ...branches(end.children, below),
      ];
    });
  };
  return branches(first, '');
}

/** From a node on, as long as there is one way. */
function stretchFrom(node: BeamNode, ends: ReadonlyMap<BeamNode | undefined, number>): BeamNode[] {
  const stretch = [node];
  for (let last = node; last.children.size === 1 && !ends.has(last); ) {
    [last] = last.children.values() as unknown as [BeamNode];
    stretch.push(last);
  }
  return stretch;
}
