import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor.js';
import { failWith } from '../services/runtime/fail-with.ts';
import { projectRoot, runTool } from './run-tool.ts';

const folder = join(projectRoot, 'services/ingest/otlp/protocol');
const left = ['verify', 'convert', 'delimited', 'typeurl', 'service', 'comments'];

type Tree = Record<string, unknown>;
// The package types what it reads more narrowly than what it decodes.
type FileSet = Parameters<typeof protobuf.Root.fromDescriptor>[0];

const camelCase = (key: string) => protobuf.util.jsonName(key);

/** Names of fields as OTLP/JSON writes them, so that one reader serves both encodings. */
function withJsonNames(node: Tree): Tree {
  const entries = Object.entries(node).map(([key, value]) => {
    if (key === 'fields') {
      const fields = Object.entries(value as Tree).map(([name, field]) => [camelCase(name), field]);
      return [key, Object.fromEntries(fields)];
    }
    if (key === 'oneof') return [key, (value as string[]).map(camelCase)] as const;
    const isTree = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [key, isTree ? withJsonNames(value as Tree) : value];
  });
  return Object.fromEntries(entries) as Tree;
}

/** Writes the decoder and encoder of OTLP from the official descriptors. */
async function main(): Promise<number> {
  const bytes = await readFile(join(folder, 'descriptors.binpb'));
  const files = descriptor.FileDescriptorSet.decode(bytes) as unknown as FileSet;
  const root = protobuf.Root.fromDescriptor(files);
  const scratch = await mkdtemp(join(tmpdir(), 'stillwatch-otlp-'));
  try {
    const source = join(scratch, 'otlp.json');
    await writeFile(source, JSON.stringify(withJsonNames(root.toJSON() as Tree)));
    const target = ['--target', 'static-module', '--wrap', 'esm', '--root', 'otlp'];
    const options = [...target, '--dependency', 'protobufjs/minimal.js'];
    const out = ['--out', join(folder, 'generated.js'), source];
    return await runTool('pbjs', [...options, ...left.map((each) => `--no-${each}`), ...out]);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

main().then((exitCode) => process.exit(exitCode), failWith);
