import { describe, expect, it } from 'vitest';
import { readShape } from './shape.ts';

function shape(text: string, options = {}) {
  const bytes = new TextEncoder().encode(text);
  return readShape({ bytes, whole: true, name: 'data.csv' }, options);
}

describe('readShape', () => {
  it.each([
    ['date,close\n2000-01-01,1.5\n2000-01-02,2\n', ','],
    ['date;close\n2000-01-01;1,5\n2000-01-02;2,5\n', ';'],
    ['2000-01-01;1,5\n2000-01-02;2,5\n', ';'],
    ['date\tclose\n2000-01-01 10:00\t1.5\n2000-01-02 10:00\t\n', '\t'],
    ['date|close\n2000-01-01|1.5\n', '|'],
    [' 1700  5.0\n 1701 11.0\n', ' '],
    ['1700, 5.0\n1701, 11.0\n', ','],
    ['1,5 2,5\n3,5 4,5\n', ' '],
    ['symbol,date,price\nMSFT,Jan 1 2000,39.81\nMSFT,Feb 1 2000,36.35\n', ','],
    ['date,note,close\n2000-01-01,"a; b; c",1\n2000-01-02,"d; e; f",2\n', ','],
    ['"a","b"\n"1,234","2"\n"5,678","3"\n', ','],
  ])('readShape finds the delimiter of %j', (text, delimiter) => {
    expect(shape(text).delimiter).toBe(delimiter);
  });

  it('readShape keeps a file of one column in one piece', () => {
    for (const text of [
      'value\n1,5\n2,5\n',
      'value\n1.234,56\n2.345,67\n',
      '1\n2\n3\n',
      'v\n1 234\n5\n',
    ]) {
      expect(shape(text).names, text).toHaveLength(1);
    }
    expect(shape('1,5\n2,5\n', { decimal: ',' }).names).toHaveLength(1);
  });

  it.each([
    ['date,close\n2000-01-01,1.5\n', true],
    ['2000-01-01,1.5\n2000-01-02,2\n', false],
    ['"11:34","270.49"\n"2018/10/15","259.59"\n', false],
    ['value\n1\n', true],
    ['1\n2\n', false],
    ['NA\n2\n', false],
    [',close\n0,1.5\n', true],
    ['name,city\nAda,London\n', true],
    ['5\n', false],
    ['"2019","x"\n1,2\n', true],
  ])('readShape sees whether %j has a header: %s', (text, header) => {
    expect(shape(text).header).toBe(header);
  });

  it('readShape names columns that have no name by their number', () => {
    expect(shape(',close\n0,1.5\n').names).toEqual(['column 1', 'close']);
    expect(shape('1,2\n3,4\n').names).toEqual(['column 1', 'column 2']);
  });

  it('readShape believes what the options say', () => {
    const options = { delimiter: ';', header: true };
    expect(shape('1,2;3\n4,5;6\n', options)).toMatchObject({ header: true, names: ['1,2', '3'] });
    expect(shape('1\t2\n', { delimiter: 'tab' }).delimiter).toBe('\t');
    for (const delimiter of ['', ',,', '"', '\n', 'ä', '\0']) {
      expect(() => shape('1,2\n', { delimiter }), delimiter).toThrow(/must be one ASCII character/);
    }
  });
});
