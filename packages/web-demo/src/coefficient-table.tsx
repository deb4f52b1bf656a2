/** The estimated coefficients as a table. Each cell carries its number in full beside the rounded one. */

import type { Coefficient } from '@ferrogen/core';

/** Rows in the order of the model. */
export function CoefficientTable(props: { coefficients: readonly Coefficient[] }) {
  return (
    <table>
      <caption>Coefficients by conditional least squares</caption>
      <thead>
        <tr>
          <th scope="col">term</th>
          <th scope="col">coef</th>
          <th scope="col">std err</th>
          <th scope="col">z</th>
          <th scope="col">95 % interval</th>
        </tr>
      </thead>
      <tbody>
        {props.coefficients.map(({ name, value, stdError, z, lower, upper }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <Figure value={value} />
            </td>
            <td>
              <Figure value={stdError} />
            </td>
            <td>
              <Figure value={z} digits={3} />
            </td>
            <td>
              <Figure value={lower} /> … <Figure value={upper} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Figure({ value, digits = 4 }: { value: number; digits?: number }) {
  return <data value={String(value)}>{value.toFixed(digits)}</data>;
}
