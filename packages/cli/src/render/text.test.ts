import { describe, expect, it } from 'vitest';
import { displayWidth, flow, justify, printable, renderNext, wrap } from './text.ts';

describe('displayWidth', () => {
  it('displayWidth counts East Asian characters twice, marks and colours not at all', () => {
    expect(displayWidth('close')).toBe(5);
    expect(displayWidth('收盘价')).toBe(6);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(displayWidth('\u001b[31mred\u001b[39m')).toBe(3);
  });
});

describe('printable', () => {
  it('printable shows control characters, so that a column name cannot steer the terminal', () => {
    expect(printable('a\u001b[2Jb\nc')).toBe('a\\u001b[2Jb\\u000ac');
    expect(printable('\u202egpj')).toBe('\\u202egpj');
    expect(printable('价格 ±1')).toBe('价格 ±1');
  });
});

describe('wrap', () => {
  it('wrap breaks at blanks, keeps the blanks at the start, and indents what follows', () => {
    expect(wrap('  one two three', 9, 4)).toEqual(['  one two', '    three']);
    expect(wrap('short', 80)).toEqual(['short']);
    expect(wrap('', 80)).toEqual(['']);
  });

  it('wrap cuts a word that no line can hold', () => {
    expect(wrap('abcdefgh ij', 4, 1)).toEqual(['abcd', ' efg', ' h', ' ij']);
  });

  it('wrap never exceeds the width and loses no letter', () => {
    const text = '  the quick  brown 狐狸 jumps over averyveryverylongword and more';
    for (let width = 8; width < 80; width++) {
      const lines = wrap(text, width, 2);
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }
  });
});

describe('justify', () => {
  it('justify puts both texts on one line, and leaves the right one out where it does not fit', () => {
    expect(justify('left', 'right', 12)).toEqual(['left   right']);
    expect(justify('left', 'right', 10)).toEqual(['left']);
  });
});

describe('flow', () => {
  it('flow begins a line where the next item does not fit', () => {
    expect(flow(['aa', 'bb', 'cc'], ', ', 6)).toEqual(['aa, bb', 'cc']);
  });
});

describe('renderNext', () => {
  it('renderNext breaks a command as a shell joins it again', () => {
    expect(renderNext(['gen', 'fit-ar', "'my file.csv'", '--p', '2'], 30)).toEqual([
      'next    gen fit-ar \\',
      "        'my file.csv' --p 2",
    ]);
  });
});
