/** `gen train KIND`: what the commands of all kinds of models of images share. */

import { type Command, type CommandDescription, defineCommand } from '../define-command.ts';
import type { ImageKind, ImageRecipe } from '../images/image-task.ts';
import { parseTraining, type TrainingOptions, trainingFlags } from '../options/training.ts';

/** What is a kind's own. The recipe is loaded when the command runs, since it loads TensorFlow.js. */
export interface TrainCommandRequest extends Pick<CommandDescription, 'summary' | 'examples'> {
  readonly kind: ImageKind;
  readonly recipe: () => Promise<ImageRecipe>;
}

export function trainCommand({ kind, summary, examples, recipe }: TrainCommandRequest): Command {
  return defineCommand<TrainingOptions>({
    path: ['train', kind],
    operands: [],
    summary,
    flags: trainingFlags(kind),
    examples,
    parse: parseTraining,
    async run(options, context) {
      const { runTraining } = await import('../train/run-training.ts');
      await runTraining(await recipe(), options, context);
    },
  });
}
