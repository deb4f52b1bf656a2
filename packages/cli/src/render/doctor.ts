/** The view of `gen doctor` on a terminal. */

import type { DoctorResult } from '../doctor/doctor-result.ts';
import { counted } from './numbers.ts';
import type { Style } from './style.ts';
import { printable, wrap } from './text.ts';

/** `notice` is the loader's own line about kernels that are not the native ones. */
export function renderDoctor(
  { node, platform, threads, kernels, backends, selected }: DoctorResult,
  notice: string | null,
  style: Style,
): string[] {
  const { glyphs, colors, width } = style;
  const line = (good: boolean, title: string, text: string): string[] => {
    const mark = (good ? glyphs.good : glyphs.bad).padEnd(glyphs.good.length);
    const [first = '', ...rest] = wrap(`${mark} ${title.padEnd(9)} ${text}`, width, 12);
    return [first.replace(mark, good ? colors.green(mark) : colors.yellow(mark)), ...rest];
  };
  const speed = [kernels.instructionSet, counted(threads, 'thread')].filter(
    (fact) => fact !== null,
  );
  return [
    ...line(true, 'node', `${node} on ${platform}`),
    ...line(
      kernels.name === 'native',
      'kernels',
      kernels.name === 'native'
        ? `native (${speed.join(', ')})`
        : `reference, in TypeScript; ${printable(notice ?? kernels.reason ?? '')}`,
    ),
    ...(backends.length === 0
      ? line(true, 'tensors', 'nothing here needs a tensor backend yet')
      : backends.flatMap(({ name, available, reason, version }) =>
          line(
            available,
            'tensors',
            `${name}${version === null ? '' : ` ${version}`}${name === selected ? ' (in use)' : ''}${reason === null ? '' : `: ${printable(reason)}`}`,
          ),
        )),
  ];
}
