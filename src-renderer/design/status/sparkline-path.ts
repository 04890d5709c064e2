/** Where a series lies in a box of `width` × `height` pixels, as SVG path data. */
export type SparklinePath = {
  readonly line: string;
  readonly area: string;
  /** The newest value. */
  readonly last: { readonly x: number; readonly y: number };
};

export type SparklineBox = {
  readonly width: number;
  readonly height: number;
  /** The value at the top edge; a higher value is drawn at the top. */
  readonly max: number;
};

/** Spreads `values` (oldest first) over the box. Null when there are fewer than two: one point is no trend. */
export function sparklinePath(
  values: readonly number[],
  { width, height, max }: SparklineBox,
): SparklinePath | null {
  if (values.length < 2) return null;
  const inset = 2;
  const usable = height - 2 * inset;
  const points = values.map((value, position) => {
    const part = max <= 0 ? 0 : Math.min(1, Math.max(0, value / max));
    const x = inset + (position / (values.length - 1)) * (width - 2 * inset);
    return { x: round(x), y: round(inset + (1 - part) * usable) };
  });
  const line = `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}`;
  const last = points.at(-1) ?? { x: 0, y: 0 };
  return { line, area: `${line}L${last.x} ${height}L${inset} ${height}Z`, last };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
