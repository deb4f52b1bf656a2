import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import { plainStyle } from '../testing/plain-style.ts';
import { onTerminal, renderRanked } from './generated-texts.ts';

const texts = [
  { text: ' jumps over\nthe dog', score: -0.7, logProb: -8.4 },
  { text: ' jumps over a dog', score: -0.75, logProb: -9 },
];

describe('renderRanked', () => {
  it('renderRanked numbers the texts, each on its lines, with what it is worth', () => {
    expect(renderRanked({ prompt: 'The fox', texts }, plainStyle())).toEqual([
      'The fox',
      '    score  log p',
      ' 1  -0.70  -8.40  jumps over\\nthe dog',
      ' 2  -0.75  -9.00  jumps over a dog',
    ]);
    const drawn = texts.map((text) => ({ ...text, score: null }));
    expect(renderRanked({ prompt: 'The fox', texts: drawn }, plainStyle())[1]).toBe('    log p');
    const unknown = texts.map(({ text }) => ({ text, score: null, logProb: null }));
    expect(renderRanked({ prompt: 'The fox', texts: unknown }, plainStyle())[1]).toBe(
      ' 1  jumps over\\nthe dog',
    );
  });

  it('renderRanked dims the words that all texts begin with, and makes the next one bold', () => {
    const colors = picocolors.createColors(true);
    const [, , first, second] = renderRanked(
      { prompt: 'The fox', texts },
      { ...plainStyle(), colors },
    );
    expect(first).toContain(`${colors.dim('jumps')} ${colors.bold('over\\nthe')} dog`);
    expect(second).toContain(`${colors.dim('jumps')} ${colors.bold('over')} a dog`);
  });

  it('renderRanked keeps to the width', () => {
    const long = { text: ' word'.repeat(40), score: null, logProb: -1 };
    const lines = renderRanked({ prompt: 'x '.repeat(60), texts: [long, long] }, plainStyle(40));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
  });
});

describe('onTerminal', () => {
  it('onTerminal keeps line ends and tabs, and shows what would command a terminal', () => {
    const ESC = String.fromCharCode(27);
    expect(onTerminal(`a\n\tb${ESC}[2Jc`)).toBe('a\n\tb\\u001b[2Jc');
  });
});
