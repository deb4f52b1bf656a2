/** The view of a safetensors file on a terminal. */

import type { SafetensorsInspection } from '../inspect/inspection.ts';
import { counted, formatCount } from './numbers.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';
import { printable, wrap } from './text.ts';

export function renderModelFile(
  inspection: SafetensorsInspection,
  { width, colors }: Style,
): string[] {
  const { model, config, card, tensors, parameters } = inspection;
  const what = model === null ? 'safetensors' : `model of kind ${model}`;
  const [header, ...rows] = renderTable(
    [
      { header: 'tensor', cells: tensors.map(({ name }) => printable(name)), align: 'left' },
      { header: 'type', cells: tensors.map(({ dtype }) => dtype), align: 'left' },
      {
        header: 'shape',
        cells: tensors.map(({ shape }) => shape.map(formatCount).join(' x ') || 'one value'),
        align: 'left',
      },
    ],
    width,
  );
  const title = `${inspection.file}  ${what}, ${counted(tensors.length, 'tensor')}, ${counted(parameters, 'value')}`;
  return [
    ...wrap(printable(title), width, 2),
    ...(config === null ? [] : wrap(`config ${printable(JSON.stringify(config))}`, width, 2)),
    '',
    colors.dim(header!),
    ...rows,
    ...(card === null
      ? []
      : ['', ...card.split('\n').flatMap((line) => wrap(printable(line), width, 2))]),
  ];
}
