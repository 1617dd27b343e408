import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface InstanceHome {
  readonly folder: string;
  readonly data: string;
  readonly logs: string;
  readonly credentialsFile: string;
  /** Where the running instance says how to reach it: see instance-file.ts. */
  readonly instanceFile: string;
  readonly lockFile: string;
  /** The processes that an instance started, for the next one to end when it was killed itself. */
  readonly processesFile: string;
  readonly secretsFile: string;
}

/** Creates the folders of an embedded instance where they are missing. */
export async function openHome(folder: string): Promise<InstanceHome> {
  const [data, logs] = [join(folder, 'data'), join(folder, 'logs')];
  // PostgreSQL's user must get through to its data; what is secret below is 0600 or 0700 by itself.
  await mkdir(folder, { recursive: true, mode: 0o711 });
  await mkdir(data, { recursive: true, mode: 0o711 });
  await mkdir(logs, { recursive: true, mode: 0o700 });
  return {
    ...{ folder, data, logs },
    credentialsFile: join(folder, 'credentials.json'),
    instanceFile: join(folder, 'instance.json'),
    lockFile: join(data, 'supervisor.lock'),
    processesFile: join(data, 'processes.json'),
    secretsFile: join(data, 'store-passwords.json'),
  };
}

/** Undefined when the file does not exist. */
export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Written beside and renamed, so that a reader never meets half a file. Only the owner may read it. */
export async function writeSecretJson(file: string, value: unknown): Promise<void> {
  const partial = `${file}.${String(process.pid)}`;
  await writeFile(partial, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(partial, file);
}

const largestLogBytes = 64 * 1024 * 1024;

/** The log file of one process. One that grew large is set aside first; its predecessor goes. */
export async function openLogFile(home: InstanceHome, name: string): Promise<string> {
  const file = join(home.logs, `${name}.log`);
  const size = await stat(file).then(
    (entry) => entry.size,
    () => 0,
  );
  if (size > largestLogBytes) await rename(file, `${file}.old`);
  return file;
}
