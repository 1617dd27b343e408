import { registerHooks } from 'node:module';

/** Changes a module of this process as it is loaded: nothing of the change is in the code that runs elsewhere. */
export function rewriteModule(file: string, rewrite: (source: string) => string): void {
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(file) || loaded.source === undefined) return loaded;
      const source = Buffer.from(loaded.source as Uint8Array).toString();
      return { ...loaded, source: rewrite(source) };
    },
  });
}
