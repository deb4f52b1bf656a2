/** Every command of `gen`, in the order that help shows them. Modules here are light: the addon and the renderers load when a command runs. */

import type { Command } from '../define-command.ts';
import { completionOf } from './completion.ts';
import { doctor } from './doctor.ts';
import { fitAr } from './fit-ar.ts';
import { forecast } from './forecast.ts';
import { inspect } from './inspect.ts';
import { sampleAr } from './sample-ar.ts';

export const commands: readonly Command[] = [
  fitAr,
  forecast,
  sampleAr,
  inspect,
  doctor,
  completionOf(() => commands),
];
