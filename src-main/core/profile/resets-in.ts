import type { Environment } from '../../contract/names.ts';

/** Whether a database may be reset, and moved between generations at all. Never where its data is anybody's but the developer's. */
export const resetsIn = (environment: Environment): boolean =>
  environment === 'local' || environment === 'ci';
