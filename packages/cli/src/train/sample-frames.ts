/**
 * The pictures of a run, in its folder `samples/`: a PNG of the same places in the model's space every so many steps, and one
 * animated GIF of all of them.
 */

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { GreyPicture } from '@ferrogen/core';
import { decodePng, type RunFolder, writeFileAtomically } from '@ferrogen/core/node';
import { encodeGif } from '../output/pictures/gif.ts';
import { encodePng } from '../output/pictures/png.ts';

/** About how many pictures a whole training makes. */
const FRAMES = 60;

const GIF = 'training.gif';

/** Steps from one picture to the next. */
export function stepsBetweenFrames(steps: number): number {
  return Math.max(1, Math.round(steps / FRAMES));
}

/** The pictures of one run. */
export class SampleFrames {
  readonly #run: RunFolder;

  constructor(run: RunFolder) {
    this.#run = run;
  }

  /** Puts the picture of a step into the folder, in the place of one that is there. */
  add(step: number, picture: GreyPicture): void {
    writeFileAtomically(this.#run.samplePath(nameOf(step)), [encodePng(picture)]);
  }

  /** Removes what was drawn after a step: a run that resumes there draws it again. */
  rewind(step: number): void {
    for (const { name, step: drawn } of this.#frames())
      if (drawn > step) rmSync(this.#run.samplePath(name));
  }

  /** Writes the GIF of all pictures; null where there are none. */
  writeGif(): string | null {
    const pictures = this.#frames().map(({ name }) => {
      const path = this.#run.samplePath(name);
      return decodePng(readFileSync(path), path);
    });
    const [first] = pictures;
    if (first === undefined) return null;
    const isOfOneSize = (picture: GreyPicture) =>
      picture.width === first.width && picture.height === first.height;
    const path = this.#run.samplePath(GIF);
    const bytes = encodeGif(pictures.filter(isOfOneSize), { delay: 120, lastDelay: 2000 });
    writeFileAtomically(path, [bytes]);
    return path;
  }

  /** In the order of their steps. */
  #frames(): { name: string; step: number }[] {
    const folder = join(this.#run.path, 'samples');
    return readdirSync(folder)
      .flatMap((name) => {
        const [, digits] = /^step-(\d+)\.png$/.exec(name) ?? [];
        return digits === undefined ? [] : [{ name, step: Number(digits) }];
      })
      .sort((a, b) => a.step - b.step);
  }
}

function nameOf(step: number): string {
  return `step-${String(step).padStart(7, '0')}.png`;
}
