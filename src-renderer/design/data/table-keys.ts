/** How many rows PageUp and PageDown move. */
const page = 10;

/**
 * Where the selection goes when a key is pressed in a list of `count` rows with row `current` selected
 * (-1: none yet). Null when the key does not move it.
 */
export function rowAfterKey(key: string, current: number, count: number): number | null {
  if (count === 0) return null;
  const last = count - 1;
  const within = (row: number) => Math.min(last, Math.max(0, row));
  switch (key) {
    case 'ArrowDown':
      return within(current + 1);
    case 'ArrowUp':
      return current < 0 ? last : within(current - 1);
    case 'PageDown':
      return within(Math.max(0, current) + page);
    case 'PageUp':
      return within(current - page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
