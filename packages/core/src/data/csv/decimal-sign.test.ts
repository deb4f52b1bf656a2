import { describe, expect, it } from 'vitest';
import { chooseDecimalSign } from './decimal-sign.ts';

describe('chooseDecimalSign', () => {
  it.each([
    [['1.5', '2'], ',', '.'],
    [['1,5', '2'], ';', ','],
    [['1.234,56', '7'], ';', ','],
    [['1,234.56', '7'], ',', '.'],
    [['1,5', '1.5', '1.25'], ';', '.'],
    [['0,123', '0,456'], ';', ','],
    [['-$0.123', '1.234'], ';', '.'],
    [['NA', '12'], ',', '.'],
    [['1.234'], ',', '.'],
    [[], ',', '.'],
  ])('chooseDecimalSign of %s delimited by %s is %s', (cells, delimiter, decimal) => {
    expect(chooseDecimalSign(cells, delimiter)).toEqual({ decimal, note: null });
  });

  it('chooseDecimalSign takes 1,234 for a decimal comma under ; only, and says how it is read', () => {
    expect(chooseDecimalSign(['1,234'], ';')).toEqual({
      decimal: ',',
      note: "'1,234' is read as 1.234 (decimal sign ','); with decimal sign '.' it would be 1234",
    });
    expect(chooseDecimalSign(['1.234'], ';')).toEqual({
      decimal: ',',
      note: "'1.234' is read as 1234 (decimal sign ','); with decimal sign '.' it would be 1.234",
    });
    expect(chooseDecimalSign(['1,234'], ',')).toEqual({
      decimal: '.',
      note: "'1,234' is read as 1234 (decimal sign '.'); with decimal sign ',' it would be 1.234",
    });
  });
});
