/** `gen data NAME`: brings images to this machine, and shows what they are. */

import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { prepareKernels } from '../input/kernels.ts';
import type { Arguments } from '../options/arguments.ts';
import { type CommonOptions, parseCommon } from '../options/common.ts';
import { printJson, printLines } from '../output/say.ts';
import { styleOf } from '../render/style.ts';

interface DataOptions {
  /** A name or a path. */
  readonly source: string;
  readonly common: CommonOptions;
}

async function runData({ source, common }: DataOptions, context: Context): Promise<void> {
  await prepareKernels(context, common);
  const { findData } = await import('../images/find-data.ts');
  const { result, images } = await findData(source, context, common);
  if (common.json) return printJson(result, context);
  const { renderData } = await import('../render/data.ts');
  const { renderFirstImages } = await import('../render/first-images.ts');
  const { pictureStyleOf } = await import('../render/grey-picture.ts');
  const style = styleOf(context.stdout, context.env, common);
  await printLines(renderFirstImages(images, pictureStyleOf(context.env, style)), context);
  return printLines(renderData(result, context.program, style), context, style.width);
}

export const data = defineCommand<DataOptions>({
  path: ['data'],
  operands: [
    {
      name: 'NAME',
      describe:
        'mnist, fashion-mnist, kmnist or qmnist; or a path: an IDX file, a folder of them, or a folder of PNG files with a sub-folder for each class',
    },
  ],
  summary: 'find or download images to learn from, and show what they are',
  flags: {},
  examples: [
    {
      command: 'gen data mnist',
      about: 'download MNIST (12 MB) into the cache, unless it is there or in FERROGEN_DATA',
    },
    { command: 'gen data mnist --json', about: 'where it is and what it holds, as JSON' },
  ],
  parse: (args: Arguments) => ({ source: args.operands[0]!, common: parseCommon(args) }),
  run: runData,
});
