/** Selects the tensor backend of a command, and says under --verbose which and why. */

import { type SelectedBackend, selectBackend } from '@ferrogen/core/backends';
import type { Context } from '../context.ts';
import type { BackendName } from '../options/backend.ts';
import type { CommonOptions } from '../options/common.ts';
import { detail } from '../output/say.ts';
import { ladder } from './ladder.ts';

/**
 * Selects the backend that was asked for, or the first that works.
 *
 * @throws BackendError if it cannot be used here
 */
export async function prepareBackend(
  wanted: BackendName | null,
  context: Context,
  common: Pick<CommonOptions, 'quiet' | 'verbose'>,
): Promise<SelectedBackend> {
  const selected = await selectBackend({ rungs: ladder, wanted });
  const refusals = selected.refused.map(({ name, reason }) => `; ${name}: ${reason}`).join('');
  await detail(`tensors: ${selected.name}${refusals}`, context, common);
  return selected;
}
