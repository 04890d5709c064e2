const unitsMs: Readonly<Record<string, number>> = {
  w: 7 * 24 * 3_600_000,
  d: 24 * 3_600_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
};

/**
 * How old an image may be under a `pull_policy` of `daily`, `weekly`, `every_<duration>` (units w d h m s) or `refresh`, in
 * milliseconds; null for a policy that says nothing of its age.
 */
export function oldestAgeMs(policy: string): number | null {
  if (policy === 'daily') return unitsMs['d'] ?? 0;
  if (policy === 'weekly') return unitsMs['w'] ?? 0;
  if (policy === 'refresh') return 0;
  if (!policy.startsWith('every_')) return null;
  const parts = [...policy.matchAll(/(\d+)([wdhms])/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (unitsMs[unit] ?? 0), 0);
}
