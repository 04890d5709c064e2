import { type OnlineServer, onlineQuestion, onlineServerOf } from '../../core/database/online-copy.ts';
import { currentPhysical } from '../../core/plan/up-input.ts';
import type { VersionWish } from './version-fault.ts';

const limitMs = 10_000;

/**
 * The live server, asked in its own container whether it can copy itself while it serves on. null: it does not run, is not the
 * only one on the data, is no PostgreSQL, or is not set up so.
 */
export async function readOnline(wish: VersionWish, signal: AbortSignal): Promise<OnlineServer | null> {
  const { docker, model, profile, observed, generations } = wish;
  const rule = profile?.database ?? null;
  if (rule === null || generations === null) return null;
  const physical = currentPhysical(generations) ?? model.volumes[rule.volume]?.name ?? rule.volume;
  const users = observed.containers.filter(
    ({ state, mounts }) => state === 'running' && mounts.some(({ source }) => source === physical),
  );
  const [server] = users;
  if (server === undefined || users.length > 1 || server.service !== rule.service) return null;
  const target = server.mounts.find(({ source }) => source === physical)?.target ?? '';
  const answer = await docker.exec(server.name, onlineQuestion(target), limitMs, signal);
  if (!answer.ok || answer.value.exitCode !== 0) return null;
  return onlineServerOf(server.name, answer.value.output);
}
