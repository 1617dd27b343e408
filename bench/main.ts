import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { attacker } from './attacker.ts';
import { toMarkdown, type Bench } from './bench.ts';
import { consolePages } from './console.ts';
import { deliveries } from './deliveries.ts';
import { enforcement } from './enforcement.ts';
import { engine } from './engine.ts';
import { fit } from './fit.ts';
import { ingest } from './ingest.ts';
import { machineLine } from './machine-line.ts';
import { otlp } from './otlp.ts';
import { pipeline } from './pipeline.ts';
import { quality } from './quality.ts';
import { queueing } from './queueing.ts';
import { robustness } from './robustness.ts';
import { findLabelledTraffic } from './sample-data.ts';
import { sketches } from './sketches.ts';
import { soak } from './soak.ts';
import { sources } from './sources.ts';

const benches: readonly Bench[] = [
  pipeline,
  ingest,
  otlp,
  sources,
  engine,
  sketches,
  consolePages,
  enforcement,
  deliveries,
  queueing,
  quality,
  robustness,
  attacker,
  fit,
  soak,
];
const documentPath = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));

const given = process.argv.slice(2);
const isQuick = given.includes('quick');
const dataFolder = given.find((argument) => argument.startsWith('data='))?.slice('data='.length);
const names = given.filter((argument) => argument !== 'quick' && !argument.startsWith('data='));
// Fitting takes minutes and says little of simulated traffic: there only when it is asked for.
const preset = benches.filter(
  (bench) =>
    bench !== soak && (bench !== fit || findLabelledTraffic('dev', dataFolder) !== undefined),
);
const chosen = names.length === 0 ? preset : benches.filter(({ name }) => names.includes(name));
if (chosen.length === 0 || (names.length > 0 && chosen.length !== names.length)) {
  process.stderr.write(
    `Usage: npm run bench -- [quick] [data=FOLDER] [${benches.map(({ name }) => name).join('|')} ...]\n`,
  );
  process.exit(2);
}

const machine = machineLine();
const sections: string[] = [];
for (const bench of chosen) {
  process.stderr.write(`${bench.name} ...\n`);
  for (const table of await bench.run({ isQuick, dataFolder })) {
    const section = toMarkdown(table);
    process.stdout.write(`${section}\n`);
    sections.push(section);
  }
}

// Only a whole run replaces the document: parts of different runs are no comparison.
if (chosen === preset && !isQuick) {
  const head = `# Benchmarks\n\nWritten by \`npm run bench\`; one run, so read the ratios.\n\nMachine: ${machine}.\n`;
  await writeFile(documentPath, [head, ...sections].join('\n'));
  process.stderr.write('docs/benchmarks.md is written.\n');
} else {
  process.stderr.write(`Machine: ${machine}.\n`);
}
