/** What a mark can say of a thing. Each has a shape of its own, so that it reads without colour. */
export type StatusState = 'healthy' | 'working' | 'waiting' | 'attention' | 'failed' | 'stopped' | 'unknown';

/** Every state, for galleries and tests. */
export const statusStates: readonly StatusState[] = [
  'healthy',
  'working',
  'waiting',
  'attention',
  'failed',
  'stopped',
  'unknown',
];
