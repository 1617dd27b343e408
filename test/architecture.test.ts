import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import t from 'tap';
import {
  listSourceFiles,
  projectRoot,
  readSourceFile,
  type SourceFile,
} from './support/source-files.ts';

/** What each layer may import beside its own files and the two files that everyone may: errors.ts and logger.ts. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'services/contracts': [],
  'services/simulate': ['services/contracts'],
  'workers/detection': ['services/contracts'],
  'services/storage': ['services/contracts', 'workers/detection'],
  'services/queue': ['services/contracts', 'workers/detection'],
  'services/http': ['services/contracts', 'services/storage', 'services/queue'],
  'services/ingest': ['services/contracts', 'services/storage', 'services/queue', 'services/http'],
  'services/enforcement': ['services/contracts', 'services/storage', 'services/http'],
  'services/automation': [
    'services/contracts',
    'services/storage',
    'services/statistics',
    'workers/detection',
  ],
  migrations: ['services/contracts', 'services/storage'],
  config: ['services/contracts', 'workers/detection'],
};

const shared = ['services/errors.ts', 'services/logger.ts'];
const isInside = (path: string, folder: string) => path.startsWith(`${folder}/`);

function isCompositionRoot(path: string): boolean {
  const folders = ['services/cli', 'services/runtime', 'scripts', 'bench', 'test', 'config'];
  return basename(path) === 'main.ts' || folders.some((folder) => isInside(path, folder));
}

function listForbidden({ path, imports }: SourceFile): string[] {
  const layer = Object.keys(arrows).find((folder) => isInside(path, folder));
  if (layer === undefined || basename(path) === 'main.ts') return [];
  const allowed = [layer, ...(arrows[layer] ?? [])];
  return imports
    .filter((target) => !shared.includes(target))
    .filter((target) => !allowed.some((folder) => isInside(target, folder)))
    .map((target) => `${path} imports ${target}; ${layer} may import ${allowed.join(', ')}`);
}

const paths = await listSourceFiles([
  'services',
  'workers',
  'migrations',
  'config',
  'scripts',
  'bench',
  'test',
]);
const files = await Promise.all(paths.map(readSourceFile));
const pureFiles = files.filter(({ path }) =>
  ['workers/detection', 'services/simulate'].some((folder) => isInside(path, folder)),
);

t.test('imports run one way, from the apps down to the contracts', async (t) => {
  t.same(files.flatMap(listForbidden), []);
});

t.test('the apps never import one another', async (t) => {
  const apps = ['services/ingest', 'services/enforcement', 'services/review', 'services/cli'];
  const crossings = files.flatMap(({ path, imports }) => {
    const home = apps.find((app) => isInside(path, app));
    // The command line composes: it reads a log by the very readers of intake.
    const allowed = home === 'services/cli' ? [home, 'services/ingest'] : [home];
    const others = apps.filter((app) => home !== undefined && !allowed.includes(app));
    return imports
      .filter((target) => others.some((app) => isInside(target, app)))
      .map((target) => `${path} imports ${target}`);
  });
  t.same(crossings, []);
});

t.test('only composition roots read config/', async (t) => {
  const readers = files.filter(
    ({ path, imports }) =>
      !isCompositionRoot(path) && imports.some((target) => isInside(target, 'config')),
  );
  t.same(
    readers.map(({ path }) => path),
    [],
  );
});

t.test('contracts import zod and nothing else', async (t) => {
  const contracts = files.filter(({ path }) => isInside(path, 'services/contracts'));
  t.same([...new Set(contracts.flatMap(({ packages }) => packages))], ['zod']);
});

t.test('pure code has no I/O, no clock and no randomness of its own', async (t) => {
  const impure =
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.[a-z]|\bprocess\.[a-z]|\bsetTimeout\(/;
  t.same(
    pureFiles.filter(({ text }) => impure.test(text)).map(({ path }) => path),
    [],
  );
  const reaching = pureFiles.filter(({ packages }) => packages.some((name) => name !== 'zod'));
  t.same(
    reaching.map(({ path }) => path),
    [],
  );
});

t.test('files and folders are kebab-case', async (t) => {
  const isKebab = (path: string) =>
    path.split('/').every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?(\.ts)?$/.test(part));
  t.same(
    paths.filter((path) => !isKebab(path)),
    [],
  );
});

t.test('settings are read in one place', async (t) => {
  const allowed = ['config/env.ts', 'services/runtime', 'scripts', 'test'];
  const readers = files
    .filter(({ text }) => text.includes('process.env'))
    .filter(({ path }) => !allowed.some((place) => path === place || isInside(path, place)));
  t.same(
    readers.map(({ path }) => path),
    [],
  );
});

t.test('every detector is named as its file, explains itself and has a test', async (t) => {
  const detectors = paths.filter((path) => /^workers\/detection\/detectors\/[^/]+\.ts$/.test(path));
  for (const path of detectors) {
    const id = basename(path, '.ts');
    const module = (await import(join(projectRoot, path))) as { default?: Record<string, unknown> };
    t.equal(module.default?.['id'], id, path);
    for (const field of ['title', 'rationale', 'falsePositives', 'runbook']) {
      t.match(module.default?.[field], /\w{3}/, `${id} states its ${field}`);
    }
    t.ok(
      existsSync(join(projectRoot, 'test', path.replace(/\.ts$/, '.test.ts'))),
      `${id} has a test`,
    );
  }
});
