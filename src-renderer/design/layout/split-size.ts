/** Limits of the first pane, as parts of the whole. */
export type SplitLimits = { readonly min: number; readonly max: number };

/** How far an arrow key moves the divider, as a part of the whole. */
const stepPart = 0.02;

/** Keeps a size within its limits. */
export function withinLimits(size: number, { min, max }: SplitLimits): number {
  return Math.min(max, Math.max(min, size));
}

/** The size of the first pane after a key on the divider; null when the key does not move it. */
export function sizeAfterKey(key: string, size: number, limits: SplitLimits): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowUp':
      return withinLimits(size - stepPart, limits);
    case 'ArrowRight':
    case 'ArrowDown':
      return withinLimits(size + stepPart, limits);
    case 'Home':
      return limits.min;
    case 'End':
      return limits.max;
    default:
      return null;
  }
}
