/**
 * The part of an address that one customer usually holds: /24 of IPv4, /48 of IPv6. Text in, text out, because this
 * is called for every event; an address of another form is its own network.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address.slice(0, Math.max(0, address.lastIndexOf('.')));
  if (address.startsWith('::ffff:') && address.includes('.')) return networkOf(address.slice(7));
  const groups = address.split('::')[0]?.split(':') ?? [];
  return [groups[0] ?? '0', groups[1] ?? '0', groups[2] ?? '0'].join(':');
}
