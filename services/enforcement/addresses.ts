import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** An IPv4 address that is written as one of IPv6 is the IPv4 address. Undefined for what is no address. */
function parse(text: string): Address | undefined {
  return ipaddr.isValid(text) ? ipaddr.process(text) : undefined;
}

/** An address in its shortest form; undefined for what is none. */
export function shortestAddress(text: string): string | undefined {
  return parse(text)?.toString();
}

function maskOf(address: Address, length: number): string {
  const kept = address.toByteArray().map((byte, index) => {
    const bits = Math.min(8, Math.max(0, length - index * 8));
    return byte & (0xff << (8 - bits)) & 0xff;
  });
  return `${ipaddr.fromByteArray(kept).toString()}/${length}`;
}

/** Which lengths of networks are in use, so that an address is looked up under these alone. */
export interface RangeLengths {
  /** A network in its shortest form, as `192.0.2.0/24`. */
  readonly add: (range: string) => void;
  readonly remove: (range: string) => void;
  /** The networks that may hold the address, as they would be written. */
  readonly around: (address: string) => string[];
}

export function createRangeLengths(): RangeLengths {
  const counts = { ipv4: new Map<number, number>(), ipv6: new Map<number, number>() };

  function count(range: string, by: number): void {
    const [base = '', length = ''] = range.split('/');
    const kind = ipaddr.parse(base).kind();
    const bits = Number(length);
    const left = (counts[kind].get(bits) ?? 0) + by;
    if (left > 0) counts[kind].set(bits, left);
    else counts[kind].delete(bits);
  }

  return {
    add: (range) => {
      count(range, 1);
    },
    remove: (range) => {
      count(range, -1);
    },
    around: (text) => {
      const address = parse(text);
      if (address === undefined) return [];
      return [...counts[address.kind()].keys()].map((length) => maskOf(address, length));
    },
  };
}
