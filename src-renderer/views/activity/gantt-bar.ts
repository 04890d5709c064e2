/** Where a bar lies: parts of the whole, 0 to 1, and its length in ms. */
export type GanttBar = { readonly left: number; readonly width: number; readonly ms: number };

type Times = { readonly startedAt: number | null; readonly finishedAt: number | null };

/** The bar of a step within the span of its run (epoch ms); null for a step that never began. */
export function barOf(step: Times, span: { readonly from: number; readonly to: number }): GanttBar | null {
  if (step.startedAt === null) return null;
  const whole = Math.max(1, span.to - span.from);
  const ms = (step.finishedAt ?? span.to) - step.startedAt;
  const left = Math.min(1, Math.max(0, (step.startedAt - span.from) / whole));
  return { left, width: Math.min(1 - left, Math.max(0, ms / whole)), ms };
}
