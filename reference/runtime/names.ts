/** `name@provider`; a name without a provider is of the same one as what names it (`name@provider` as well). */
export function qualify(name: string, namedBy: string): string {
  return name.includes('@') ? name : `${name}${namedBy.slice(namedBy.lastIndexOf('@'))}`;
}
