/**
 * Lesson 6: a character RNN learns names of two kinds, chemical elements and constellations, and makes up new ones of the kind that it is
 * asked for.
 *
 * Run it with `pnpm example 06-char-rnn`. docs/rnn.md explains it step by step, and has the other way: one long text.
 */

import { Prng } from '@ferrogen/core';
import { cpuRung, selectBackend, wasmRung } from '@ferrogen/core/backends';
import { decodeModelFile, encodeModelFile } from '@ferrogen/core/io';
import { cosine } from '@ferrogen/core/nn';
import {
  alphabetOf,
  CharRnn,
  charRnnFromFile,
  charRnnToFile,
  charRnnTrainable,
  evaluateSequences,
  generate,
  nameSequences,
  nameSetOf,
  splitNames,
  takeSequences,
} from '@ferrogen/core/text';
import { fit, shuffledBatches } from '@ferrogen/core/train';
import { nativeRung } from '@ferrogen/native/backend';

await selectBackend({ rungs: [nativeRung, wasmRung(), cpuRung] });

// Two lists of names; a file of names, a line each, would do as well.
const elements = `hydrogen helium lithium beryllium boron carbon nitrogen oxygen fluorine neon sodium magnesium aluminium silicon
  phosphorus sulfur chlorine argon potassium calcium scandium titanium vanadium chromium manganese iron cobalt nickel copper zinc gallium
  germanium arsenic selenium bromine krypton rubidium strontium yttrium zirconium niobium molybdenum technetium ruthenium rhodium
  palladium silver cadmium indium tin antimony tellurium iodine xenon caesium barium lanthanum cerium praseodymium neodymium promethium
  samarium europium gadolinium terbium dysprosium holmium erbium thulium ytterbium lutetium hafnium tantalum tungsten rhenium osmium
  iridium platinum gold mercury thallium lead bismuth polonium astatine radon francium radium actinium thorium protactinium uranium
  neptunium plutonium americium curium berkelium californium einsteinium fermium mendelevium nobelium lawrencium`;
const constellations = `andromeda antlia apus aquarius aquila ara aries auriga bootes caelum camelopardalis cancer capricornus carina
  cassiopeia centaurus cepheus cetus chamaeleon circinus columba corvus crater crux cygnus delphinus dorado draco equuleus eridanus fornax
  gemini grus hercules horologium hydra hydrus indus lacerta leo lepus libra lupus lynx lyra mensa microscopium monoceros musca norma
  octans ophiuchus orion pavo pegasus perseus phoenix pictor pisces puppis pyxis reticulum sagitta sagittarius scorpius sculptor scutum
  serpens sextans taurus telescopium triangulum tucana vela virgo volans vulpecula`;
const set = nameSetOf([
  { category: 'element', text: elements.replaceAll(/\s+/g, '\n') },
  { category: 'constellation', text: constellations.replaceAll(/\s+/g, '\n') },
]);

// One seed for everything. A tenth of the names is kept back, to see what was learnt beside what was learnt by heart.
const random = new Prng(42);
const { train, test } = splitNames(set, random.split(0));
const { categories } = set;
const rnn = CharRnn.create(
  { characters: alphabetOf(set), ends: true, categories, hidden: 64, embedding: 16, dropout: 0.3 },
  random.split(1),
);
console.log(`${set.names.length} names, ${rnn.vocabSize} tokens, ${rnn.parameterCount} numbers`);

// A batch is as long as its longest name; what is behind the end of the others does not count.
const sequences = nameSequences(rnn, train);
const batches = shuffledBatches(
  { examples: sequences.sequences.length, batchSize: 28, random: random.split(2) },
  (ids) => takeSequences(sequences, ids),
);
const steps = 30 * batches.batchesPerEpoch;
const model = charRnnTrainable(rnn, { learningRate: cosine(1e-2, { steps, end: 1e-4 }) });
const told = async () => (await evaluateSequences(rnn, nameSequences(rnn, test))).loss.toFixed(2);
console.log(`untrained: ${await told()} nats a character of names never seen`);
await fit(model, { batches, steps, random: random.split(3) });
console.log(`trained: ${await told()}`);

// The model file holds the alphabet and the categories too. What is drawn ends by itself.
const file = encodeModelFile(await charRnnToFile(rnn, 'elements and constellations'));
const author = charRnnFromFile(decodeModelFile(file));
const { tokenizer } = author;
const ends = { eosTokenIds: [author.endToken!], maxNewTokens: 20, tokenizer };
for (const category of categories) {
  const drawn = await generate(author.inCategory(category), [author.promptOf('')], {
    ...ends,
    doSample: true,
    temperature: 0.7,
    numReturnSequences: 12,
    random: random.split(4),
  });
  const fresh = drawn.map(({ text }) => text!).filter((name) => !set.names.includes(name));
  console.log(`${category}s of its own: ${fresh.join(', ')}`);
}

// The same beginning as either kind, by a search with four beams.
for (const category of categories) {
  const prompt = author.promptOf('ca');
  const [best] = await generate(author.inCategory(category), [prompt], { ...ends, numBeams: 4 });
  console.log(`ca... as one of the ${category}s: ca${best!.text}`);
}
model.dispose();
author.dispose();
