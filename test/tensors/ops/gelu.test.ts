/** The Gaussian error linear unit, both bodies. */

import { gelu } from '@ferrogen/core/nn';
import { composedGelu } from '../../../packages/core/src/nn/ops/gelu.ts';
import { checkOperation } from '../../support/operation-check.ts';

checkOperation({
  name: 'gelu of [2, 3, 5]',
  shapes: [[2, 3, 5]],
  run: gelu,
  composed: composedGelu,
});
checkOperation({
  name: 'gelu of 100,003 values to 8 in magnitude',
  shapes: [[100_003]],
  values: (_, uniform) => 16 * uniform() - 8,
  run: gelu,
  composed: composedGelu,
});
