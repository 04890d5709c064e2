import { InvalidArgumentError } from 'commander';
import type { GoalFlags } from '../../contract/goal-flags.ts';

/** Options as commander gives them; `--no-x` is `x: false`. */
export type Given = Readonly<Record<string, unknown>>;

/** The flags of `up`, and of `create`, which is `up` without a start. */
export function upFlags(given: Given): GoalFlags {
  const { changedNetworks, changedVolumes, pull, scale } = given as Pick<
    GoalFlags,
    'changedNetworks' | 'changedVolumes' | 'pull' | 'scale'
  >;
  return {
    ...(given['forceRecreate'] === true ? { recreate: 'always' } : {}),
    ...(given['recreate'] === false ? { recreate: 'never' } : {}),
    ...(given['alwaysRecreateDeps'] === true ? { recreateDependencies: true } : {}),
    ...(given['deps'] === false ? { noDeps: true } : {}),
    ...(given['build'] === true ? { build: 'always' } : {}),
    ...(given['build'] === false ? { build: 'never' } : {}),
    ...(pull === undefined ? {} : { pull }),
    ...(scale === undefined ? {} : { scale }),
    ...(given['removeOrphans'] === true ? { removeOrphans: true } : {}),
    ...(given['renewAnonVolumes'] === true ? { renewAnonymousVolumes: true } : {}),
    ...(given['start'] === false ? { starts: false } : {}),
    ...(changedNetworks === undefined ? {} : { changedNetworks }),
    ...(changedVolumes === undefined ? {} : { changedVolumes }),
    ...graceFlag(given),
  };
}

/** `-t`. */
export const graceFlag = ({ timeout }: Given): GoalFlags =>
  typeof timeout === 'number' ? { graceSeconds: timeout } : {};

/** The flags of `down`. */
export function downFlags(given: Given): GoalFlags {
  const { rmi } = given as { readonly rmi?: 'local' | 'all' };
  return {
    ...(given['removeOrphans'] === true ? { removeOrphans: true } : {}),
    ...(given['volumes'] === true ? { removeVolumes: true } : {}),
    ...(rmi === undefined ? {} : { images: rmi }),
    ...graceFlag(given),
  };
}

/** `api=3`, added to those given before. */
export function scaleOption(
  text: string,
  before: Readonly<Record<string, number>> | undefined,
): Readonly<Record<string, number>> {
  const [, service, count] = /^([^=]+)=(\d{1,4})$/.exec(text) ?? [];
  if (service === undefined || Number(count) > 1_000)
    throw new InvalidArgumentError('service=number is expected, e.g. api=3');
  return { ...before, [service]: Number(count) };
}

/** Whole seconds; -1 waits without end. */
export function secondsOption(text: string): number {
  if (/^(?:-1|\d{1,5})$/.test(text) && Number(text) <= 86_400) return Number(text);
  throw new InvalidArgumentError('a number of seconds is expected');
}

/** `SIGHUP`, `HUP` or a number. */
export function signalOption(text: string): string {
  if (/^(?:SIG)?[A-Z0-9+-]{1,12}$/i.test(text)) return text.toUpperCase();
  throw new InvalidArgumentError('a signal is expected, e.g. SIGHUP');
}
