/** From probabilities to classes. */

/**
 * The likeliest class of each image, the lower of equals, [count].
 * @param probabilities [count, classes]
 */
export function likeliestClasses(probabilities: Float32Array, classes: number): Uint8Array {
  const likeliest = new Uint8Array(probabilities.length / classes);
  for (let k = 0; k < likeliest.length; k++) {
    let best = 0;
    for (let each = 1; each < classes; each++)
      if (probabilities[k * classes + each]! > probabilities[k * classes + best]!) best = each;
    likeliest[k] = best;
  }
  return likeliest;
}
