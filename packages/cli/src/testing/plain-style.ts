/** The style of views in tests: a width, a set of characters, no colour. */

import { type Style, styleOf } from '../render/style.ts';

export function plainStyle(width = 80, glyphs: 'unicode' | 'ascii' = 'unicode'): Style {
  const stream = { isTTY: false, columns: width, rows: null, write: async () => {} };
  const env = { NO_COLOR: '1', LANG: glyphs === 'unicode' ? 'C.UTF-8' : 'C' };
  return { ...styleOf(stream, env), width };
}
