/** Sample paths of an autoregression. Path i draws the shocks of stream i, so a value depends on key, path and step alone. */

import { trendPowers, trendValue } from '../../autoregression.ts';
import type { SimulationRequest } from '../../kernels.ts';
import { fillGaussian, fillUniform } from '../../random/stream.ts';

export function simulateAr(request: SimulationRequest): Float64Array {
  const { coefficients, lags, history, steps, shocks } = request;
  const terms = trendPowers(request.trend).length;
  const past = history.length;
  const paths = new Float64Array(request.paths * steps); // [paths, steps]
  const values = new Float64Array(past + steps); // history, then one path
  values.set(history);
  for (let path = 0; path < request.paths; path++) {
    const fresh = values.subarray(past);
    if (shocks.kind === 'gaussian') {
      fillGaussian(request.key, path, fresh);
      for (let step = 0; step < steps; step++) fresh[step]! *= shocks.sigma;
    } else {
      fillUniform(request.key, path, fresh);
      const last = shocks.residuals.length - 1;
      for (let step = 0; step < steps; step++) {
        const drawn = Math.floor(fresh[step]! * shocks.residuals.length);
        // The product can round up to the count itself.
        fresh[step] = shocks.residuals[Math.min(drawn, last)]!;
      }
    }
    for (let step = 0; step < steps; step++) {
      let value = fresh[step]! + trendValue(coefficients, request.trend, request.start + step + 1);
      // Largest lag first, as the Rust twin adds.
      for (let k = lags.length - 1; k >= 0; k--)
        value += coefficients[terms + k]! * values[past + step - lags[k]!]!;
      fresh[step] = value;
    }
    paths.set(fresh, path * steps);
  }
  return paths;
}
