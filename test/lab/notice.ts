/** Tells the person what the lab does. On stderr, so that standard output stays the product's. */
export function notice(text: string): void {
  process.stderr.write(`lab: ${text}\n`);
}
