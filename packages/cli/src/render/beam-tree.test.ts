import { describe, expect, it } from 'vitest';
import { plainStyle } from '../testing/plain-style.ts';
import { RowsUnderWay } from '../text/rows-under-way.ts';
import { renderBeamTree } from './beam-tree.ts';

/** Two beams over three steps: the lower one dies, and the other one branches. */
function rows(): RowsUnderWay {
  const under = new RowsUnderWay(1);
  const step = (step: number, parents: number[], tokens: number[], scores: number[]) =>
    under.step({
      kind: 'step',
      step,
      prompts: Int32Array.of(0, 0),
      parents: Int32Array.from(parents),
      tokens: Int32Array.from(tokens),
      scores: Float32Array.from(scores),
    });
  step(1, [0, 0], [0, 1], [-0.5, -1]);
  step(2, [0, 0], [2, 3], [-1, -1.5]);
  step(3, [1, 0], [4, 5], [-2, -2.5]);
  return under;
}

const textOf = (tokens: readonly number[]) => [...tokens].map((id) => 'abcdef'[id]).join(' ');

describe('renderBeamTree', () => {
  it('renderBeamTree draws a line for each stretch, the likeliest first, and where texts end', () => {
    const under = rows();
    const found = [
      under.finished({ prompt: 0, tokens: [0, 3, 4] }, [-0.5, -1, -0.5]),
      under.finished({ prompt: 0, tokens: [0, 2, 1] }, [-0.5, -0.5, -1.25]),
    ];
    const tree = { first: under.first(0), found, textOf };
    expect(renderBeamTree(tree, plainStyle())).toEqual([
      '├─ a (-0.50)',
      '│  ├─ c (-1.00)',
      '│  │  ├─ b (-2.25) ← 2',
      '│  │  ╰─ f (-2.50)',
      '│  ╰─ d e (-2.00) ← 1',
      '╰─ b (-1.00)',
    ]);
    expect(renderBeamTree(tree, plainStyle(80, 'ascii'))[5]).toBe('+- b (-1.00)');
  });

  it('renderBeamTree breaks a stretch that is wider than the screen', () => {
    const long = () => 'word '.repeat(12).trim();
    const lines = renderBeamTree(
      { first: rows().first(0), found: [], textOf: long },
      plainStyle(40),
    );
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
    expect(lines[1]).toMatch(/^│ {2}word/);
  });
});

describe('RowsUnderWay', () => {
  it('likeliest gives the rows that are under way now, the likeliest first', () => {
    expect(rows().likeliest(1)).toEqual([{ prompt: 0, tokens: [0, 3, 4] }]);
    expect(
      rows()
        .likeliest(5)
        .map(({ tokens }) => tokens),
    ).toEqual([
      [0, 3, 4],
      [0, 2, 5],
    ]);
    expect(rows().steps).toBe(3);
  });
});
