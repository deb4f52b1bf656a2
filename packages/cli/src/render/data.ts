/** The view of a data set on a terminal. */

import type { DataResult, SetFacts } from '../images/find-data.ts';
import { shellQuote } from '../paste.ts';
import { counted, formatCount } from './numbers.ts';
import type { Style } from './style.ts';
import { printable, renderNext, wrap } from './text.ts';

/** @param program how the user calls gen */
export function renderData(result: DataResult, program: string, { width }: Style): string[] {
  const { data, about, folder, downloaded, train, test } = result;
  return [
    ...wrap(printable(about === null ? data : `${data}  ${about}`), width, 2),
    ...(folder === null ? [] : wrap(`folder  ${printable(folder)}`, width, 8)),
    ...(downloaded.length === 0 ? [] : wrap(`new     ${downloaded.join(', ')}`, width, 8)),
    ...wrap(`train   ${factsOf(train)}`, width, 8),
    ...(test === null ? [] : wrap(`test    ${factsOf(test)}`, width, 8)),
    ...renderNext([program, 'train', 'vae', '--data', shellQuote(data)], width),
  ];
}

function factsOf({ count, height, width, perClass }: SetFacts): string {
  const images = `${counted(count, 'image')} of ${height} x ${width}`;
  if (perClass === null) return `${images}, without classes`;
  const [least, most] = [Math.min(...perClass), Math.max(...perClass)];
  const each =
    least === most ? formatCount(least) : `${formatCount(least)} to ${formatCount(most)}`;
  return `${images}, ${perClass.length === 1 ? '1 class' : `${perClass.length} classes`} of ${each}`;
}
