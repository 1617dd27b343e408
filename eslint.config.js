import comments from '@eslint-community/eslint-plugin-eslint-comments';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import node from 'eslint-plugin-n';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** A zone: files of `target` may import nothing of `from`. Paths are relative to the project's root. */
const zone = (target, from, message, except = []) => ({ target, from, message, except });

const all = [
  './services',
  './workers',
  './migrations',
  './config',
  './test',
  './bench',
  './scripts',
];
const allBut = (...kept) => all.filter((folder) => !kept.includes(folder));
const services = (...names) => names.map((name) => `./services/${name}`);
const apps = ['ingest', 'enforcement', 'review', 'cli'];
/** The command line composes: `doctor --sample` reads a log by the very readers of intake. */
const readsFor = (app, other) => app === 'cli' && other === 'ingest';

const shapes = 'contracts/ holds shapes only: it imports zod and its own files.';
const pure =
  'is pure: no I/O, no clock, no randomness, so that a replay gives the same result. Pass it in.';

const zones = [
  zone('./services/contracts', allBut('./services'), shapes),
  zone('./services/contracts', './services', shapes, ['./contracts']),
  zone('./workers/detection', allBut('./workers', './services'), `workers/detection ${pure}`),
  zone('./workers/detection', './services', `workers/detection ${pure}`, [
    './contracts',
    './errors.ts',
  ]),
  zone('./workers/detection', './workers/!(detection)/**', `workers/detection ${pure}`),
  zone('./workers/detection', './workers/*.ts', `workers/detection ${pure}`),
  zone('./services/simulate', allBut('./services'), `services/simulate ${pure}`),
  zone('./services/simulate', './services', `services/simulate ${pure}`, [
    './simulate',
    './contracts',
    './errors.ts',
  ]),
  zone(
    services('storage', 'queue'),
    services('http', 'gateway', 'runtime', 'simulate', ...apps),
    'storage/ and queue/ serve the apps and know none of them.',
  ),
  zone(services('storage', 'queue'), './workers/*.ts', 'storage/ and queue/ know no worker.'),
  zone('./services/storage', './services/queue', 'Postgres and Redis are joined by their callers.'),
  zone('./services/queue', './services/storage', 'Postgres and Redis are joined by their callers.'),
  ...apps.map((app) =>
    zone(
      `./services/${app}`,
      services(...apps.filter((other) => other !== app && !readsFor(app, other))),
      'The apps never import one another: what two of them need belongs in http/, storage/ or queue/.',
    ),
  ),
  zone(
    services('ingest', 'enforcement', 'review', 'http', 'gateway'),
    services('runtime'),
    'runtime/ starts the roles; a role does not know who started it.',
  ),
  zone(
    [
      ...services('contracts', 'storage', 'queue', 'http', 'simulate', 'ingest', 'enforcement'),
      './services/!(cli|runtime)/!(main).ts',
      './services/*.ts',
      './workers/detection',
      './workers/!(main).ts',
      './migrations',
    ],
    './config',
    'Only composition roots (main.ts, cli/, runtime/) read settings; everything else gets them as parameters.',
  ),
  zone('./services', './bench', 'Product code does not need benchmarks.'),
  zone(
    ['./services', './workers', './migrations', './config'],
    './test',
    'Product code does not need tests.',
  ),
];

const sizes = {
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
  complexity: ['error', 10],
  'max-depth': ['error', 3],
  'max-params': 'off',
  '@typescript-eslint/max-params': ['error', { max: 3 }],
};

const correctness = {
  eqeqeq: 'error',
  'no-console': 'error',
  'no-empty': 'error',
  'no-restricted-syntax': [
    'error',
    { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
    {
      selector: 'ForInStatement',
      message: 'It walks the prototype too. Use Object.keys or Object.entries.',
    },
  ],
  'no-param-reassign': 'error',
  'prefer-const': 'error',
  'n/no-process-env': 'error',
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
  ],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  // Our objects are closures, not classes: their functions may be taken out of them.
  '@typescript-eslint/unbound-method': 'off',
  '@typescript-eslint/dot-notation': 'off',
  '@eslint-community/eslint-comments/require-description': 'error',
  '@eslint-community/eslint-comments/no-unlimited-disable': 'error',
};

const imports = {
  'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
  'import-x/no-cycle': 'error',
  'import-x/no-default-export': 'error',
};

export default defineConfig(
  globalIgnores(['node_modules', '.tap', '.stillwatch', 'coverage', 'services/review/public']),
  // Generated from the official OTLP descriptors; scripts/generate-otlp.ts writes it anew.
  globalIgnores(['services/ingest/otlp/protocol/generated.js']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX, n: node, '@eslint-community/eslint-comments': comments },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    settings: {
      'import-x/extensions': ['.ts', '.js', '.mjs'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.js', '.mjs', '.json'] }),
      ],
    },
    rules: { ...sizes, ...correctness, ...imports },
  },
  {
    // A classifier's or a sketch's inner loop takes its operands one by one: an object a call costs more than the work.
    files: ['workers/detection/**/*.ts'],
    rules: { '@typescript-eslint/max-params': ['error', { max: 4 }] },
  },
  {
    files: ['workers/detection/detectors/*.ts'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    // The one reader of settings, what builds the environment of child processes, and what the test run hands over.
    files: ['config/env.ts', 'services/runtime/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts'],
    rules: { 'n/no-process-env': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': 'off',
      // A property takes one parameter for each value that is drawn.
      '@typescript-eslint/max-params': ['error', { max: 5 }],
      // tap awaits its own subtests, and its callbacks are async by contract, whether they wait or not.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['test'], package: '@tapjs/test' }] },
      ],
      '@typescript-eslint/require-await': 'off',
    },
  },
);
