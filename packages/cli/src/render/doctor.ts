/** The view of `gen doctor` on a terminal. */

import type { DoctorResult } from '../doctor/doctor-result.ts';
import { counted, formatValue } from './numbers.ts';
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
  const facts = [
    kernels.instructionSet,
    counted(threads, 'thread'),
    kernels.checked === true ? 'checked against the reference' : null,
  ].filter((fact) => fact !== null);
  const native = kernels.name === 'native';
  const because = printable((native ? kernels.reason : (notice ?? kernels.reason)) ?? '');
  return [
    ...line(true, 'node', `${node} on ${platform}`),
    ...line(
      native && kernels.checked === true,
      'kernels',
      native
        ? `native (${facts.join(', ')})${because === '' ? '' : `, not to be trusted: ${because}`}`
        : `reference, in TypeScript; ${because}`,
    ),
    ...backends.flatMap((backend) => {
      const { name, version, reason } = backend;
      const parts = [
        version === null ? name : `${name} ${version}`,
        backend.gpu ? 'on a graphics card' : null,
        name === selected ? `in use, ${formatValue(kernels.gflops, 3)} GFLOP/s` : null,
      ].filter((part) => part !== null);
      const why = reason === null ? '' : `: ${printable(reason)}`;
      return line(backend.available && reason === null, 'tensors', `${parts.join(', ')}${why}`);
    }),
  ];
}
