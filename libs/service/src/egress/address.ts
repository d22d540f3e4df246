import ipaddr from 'ipaddr.js';

/** Whether an address may be called, and if not, what it is. */
export type Verdict = { readonly open: true } | { readonly open: false; readonly reason: string };

const nat64 = [ipaddr.parseCIDR('64:ff9b::/96'), ipaddr.parseCIDR('64:ff9b:1::/48')] as [ipaddr.IPv6, number][];

/** Judges an address as written by the resolver: only global unicast is open, also where an IPv4 address hides in an IPv6 one. */
export function verdictOf(address: string): Verdict {
  const closed = (reason: string): Verdict => ({ open: false, reason });
  if (!ipaddr.isValid(address)) return closed('not an address');
  const ip = ipaddr.process(address);
  if (ip.kind() === 'ipv4') return ip.range() === 'unicast' ? { open: true } : closed(ip.range());
  const six = ip as ipaddr.IPv6;
  if (nat64.some((range) => six.match(range))) return closed('an IPv4 address behind NAT64');
  // Everything that is given out for the global internet lies in 2000::/3.
  if (six.range() !== 'unicast' || !six.match(ipaddr.parseCIDR('2000::/3'))) return closed(six.range() === 'unicast' ? 'not global' : six.range());
  return { open: true };
}

/** Hosts and networks that may be called although they are private. */
export class Exceptions {
  private readonly hosts = new Set<string>();
  private readonly networks: [ipaddr.IPv4 | ipaddr.IPv6, number][] = [];

  constructor(entries: readonly string[]) {
    for (const entry of entries) {
      if (ipaddr.isValidCIDR(entry)) this.networks.push(ipaddr.parseCIDR(entry));
      else if (ipaddr.isValid(entry)) this.networks.push([ipaddr.process(entry), ipaddr.process(entry).kind() === 'ipv4' ? 32 : 128]);
      else this.hosts.add(entry.toLowerCase());
    }
  }

  /** `hooks.internal` names the host with any port, `hooks.internal:8080` that port only. */
  hasHost(hostname: string, port: string): boolean {
    return this.hosts.has(hostname) || this.hosts.has(`${hostname}:${port}`);
  }

  hasAddress(address: string): boolean {
    const ip = ipaddr.process(address);
    return this.networks.some(([network, bits]) => network.kind() === ip.kind() && ip.match(network, bits));
  }
}
