import type { ServiceModel } from '../compose/model.ts';
import { durationMs } from './duration.ts';
import type { ObservedImage } from './observed.ts';

/** Whether a container of the service has a health check, of its own or of its image. An unknown image counts as without. */
export function hasHealthCheck(service: ServiceModel, image: ObservedImage | null): boolean {
  const check = service.healthcheck;
  if (check?.disable === true || check?.test?.[0] === 'NONE') return false;
  if ((check?.test ?? []).length > 0) return true;
  return image?.healthcheck ?? false;
}

/**
 * How long to wait for healthy at most: the time in which the engine itself must have decided, and half a minute more.
 * The engine's defaults (interval 30 s, timeout 30 s, 3 retries) stand where the check names none.
 */
export function healthDeadlineMs(service: ServiceModel): number {
  const check = service.healthcheck ?? {};
  const interval = durationMs(check.interval ?? '30s');
  const timeout = durationMs(check.timeout ?? '30s');
  const start = durationMs(check.start_period ?? '0s');
  return Math.round(start + (interval + timeout) * ((check.retries ?? 3) + 1) + 30_000);
}
