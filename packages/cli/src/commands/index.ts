/** Every command of `gen`, in the order that help shows them. Modules here are light: the addon and the renderers load when a command runs. */

import type { Command } from '../define-command.ts';
import { completionOf } from './completion.ts';
import { data } from './data.ts';
import { doctor } from './doctor.ts';
import { evaluate } from './eval.ts';
import { fitAr } from './fit-ar.ts';
import { forecast } from './forecast.ts';
import { generate } from './generate.ts';
import { inspect } from './inspect.ts';
import { reconstruct } from './reconstruct.ts';
import { sampleAr } from './sample-ar.ts';
import { sampleImages } from './sample-images.ts';
import { trainClassifier } from './train-classifier.ts';
import { trainGan } from './train-gan.ts';
import { trainVae } from './train-vae.ts';

export const commands: readonly Command[] = [
  fitAr,
  forecast,
  trainVae,
  trainGan,
  trainClassifier,
  sampleAr,
  sampleImages,
  generate,
  reconstruct,
  evaluate,
  data,
  inspect,
  doctor,
  completionOf(() => commands),
];
