// What a PostgreSQL tells whoever comes when its first start was cut off before its rules, its role or its database were made: its
// image takes what is there for whole, at this start and each one after. Whoever has these words may have another reason too.
const words = /no pg_hba\.conf entry for host|(?:role|database) "[^"]+" does not exist/;

/** The next step where the last lines of a service say that its database may be half made; null where they do not. */
export function remedyOfHalfMade(service: string, log: readonly string[]): string | null {
  if (!log.some((line) => words.test(line))) return null;
  return `If the first start of the database was cut off, its data is half made: \`berth reset\` makes it anew, and \`berth undo\` takes that back. Else see \`berth logs ${service}\`.`;
}
