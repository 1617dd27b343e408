import { below, between, chance, hex, pick, pickSkewed, type Random } from './random.ts';

/** A program that calls the API: many accounts run the same one. */
export interface ClientKind {
  readonly userAgent: string;
  readonly tlsFingerprint: string;
}

/** Where calls of an account come from. */
export interface Client extends ClientKind {
  readonly ip: string;
  readonly asn: number;
}

const programs =
  'meridian-python/2.4,meridian-python/2.3,meridian-node/1.9,meridian-node/1.8,python-requests/2.32,axios/1.7,aiohttp/3.10,Go-http-client/2.0,okhttp/4.12,curl/8.5,node-fetch/3.3,meridian-java/0.8,reqwest/0.12,Guzzle/7.9,langgraph-app/0.3,workbench-web/5.1,Faraday/2.9'.split(
    ',',
  );

/** A TLS fingerprint follows the program, its version and the system below it. */
export function drawClientKind(random: Random, program: string): ClientKind {
  return {
    userAgent: `${program}.${below(random, 6)}`,
    tlsFingerprint: `t13d${between(random, 11, 19)}${between(random, 10, 16)}h${pick(random, ['1', '2'])}_${hex(random, 12)}_${hex(random, 12)}`,
  };
}

export function clientCatalogue(random: Random): readonly ClientKind[] {
  return programs.flatMap((program) =>
    Array.from({ length: 4 }, () => drawClientKind(random, program)),
  );
}

const asns = Array.from({ length: 60 }, (_, index) => 64_512 + index * 7);
const reservedFirstOctets = new Set([10, 100, 127, 169, 172, 192, 198, 203]);

/** The first three octets of a network. */
export function drawNetwork(random: Random): string {
  let first = between(random, 2, 222);
  while (reservedFirstOctets.has(first)) first = between(random, 2, 222);
  return `${first}.${below(random, 256)}.${below(random, 256)}`;
}

export function addressIn(random: Random, network: string): string {
  return `${network}.${between(random, 1, 254)}`;
}

function drawAddress(random: Random): string {
  if (chance(random, 0.8)) return addressIn(random, drawNetwork(random));
  return `2001:db8:${hex(random, 4)}:${hex(random, 4)}::${hex(random, 4)}`;
}

/** The one to five places an account calls from, nearly always with one program. */
export function drawClients(random: Random, catalogue: readonly ClientKind[]): Client[] {
  const usual = pickSkewed(random, catalogue);
  const asn = pickSkewed(random, asns);
  return Array.from({ length: between(random, 1, 5) }, () => ({
    ...(chance(random, 0.9) ? usual : pickSkewed(random, catalogue)),
    ip: drawAddress(random),
    asn: chance(random, 0.8) ? asn : pickSkewed(random, asns),
  }));
}
