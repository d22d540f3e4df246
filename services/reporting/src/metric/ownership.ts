/** Who owns what, as the last version of a tenant's rules says. */
export interface Owners {
  readonly triage: string;
  readonly touchpoints: Readonly<Record<string, string>>;
  readonly products: Readonly<Record<string, string>>;
  readonly pods: readonly { readonly id: string; readonly name: string }[];
}

/** The pod whose figures a place's feedback counts to: the product's owner, else the touchpoint's, else triage; "unowned" before any ownership is known. */
export function podOf(owners: Owners | undefined, place: string): string {
  if (!owners) return 'unowned';
  const [product, touchpoint] = JSON.parse(place) as [string | null, string];
  return own(owners.products, product) ?? own(owners.touchpoints, touchpoint) ?? owners.triage;
}

// Names come from outside: "constructor" is a touchpoint like any other.
const own = (map: Readonly<Record<string, string>>, key: string | null): string | undefined => (key !== null && Object.hasOwn(map, key) ? map[key] : undefined);
