import { fileURLToPath } from 'node:url';
import { fail, ok } from '../../contract/result.ts';
import type { Keychain } from '../../ports/keychain.ts';
import { type Calls, callsTo } from './calls.ts';
import { type Answer, failed, get, isOpen, remove, type State, set } from './entries.ts';
import { entriesFor, headOf, joinParts, partAccounts } from './parts.ts';
import { type StartChild, spawnChild } from './start-child.ts';
import { childVariables } from './variables.ts';

export type KeychainOptions = {
  /** The built `child.ts`; by default the one beside this file, or `keychain-child.mjs` beside the bundle. */
  readonly childFile?: string;
  /** How its process is started; by default as a Node process. */
  readonly startChild?: StartChild;
  /** Where the child's few variables are taken from; by default this process'. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** For each question. Long enough for a person to answer a prompt. */
  readonly deadlineMs?: number;
};

/**
 * The OS keychain through keytar in a process of its own, started with the first call: Secret Service on Linux, Credential
 * Manager on Windows, Keychain on macOS. A locked Linux keyring says "not found" to a read (libsecret 0.20, seen on Debian 12),
 * so nothing found is believed only after a probe entry was written and read back.
 */
export function keychainInOwnProcess(options: KeychainOptions = {}): Keychain {
  const start = options.startChild ?? spawnChild;
  const file = options.childFile ?? defaultChildFile();
  const calls = callsTo(
    () => start(file, childVariables(options.variables ?? process.env)),
    options.deadlineMs ?? 20_000,
  );
  const state: State = { calls, provenAtMs: Number.NEGATIVE_INFINITY };
  const inTurn = turns(calls);
  return {
    read: (account) => inTurn('reading', () => read(state, account)),
    write: (account, value) => inTurn('writing', () => write(state, account, value)),
    forget: (account) => inTurn('forgetting', () => forget(state, account)),
    check: () => inTurn('writing', () => check(state)),
    close: async () => calls.close(),
  };
}

type InTurn = <T>(operation: string, perform: () => Answer<T>) => Answer<T>;

// One operation at a time: each is several questions, and two at once would see each other's halves. Whoever waited behind a
// silent one gets its answer at once: a person who has to unlock something should not wait once for each secret.
function turns(calls: Calls): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(operation: string, perform: () => Answer<T>) => {
    const silencesBefore = calls.silences();
    const turn = last.then((): Answer<T> | Awaited<Answer<T>> => {
      if (calls.silences() === silencesBefore) return perform();
      return fail({ kind: 'keychain-silent', operation, afterMs: calls.deadlineMs });
    });
    last = turn;
    return turn;
  };
}

function defaultChildFile(): string {
  const name = import.meta.url.endsWith('.ts') ? './child.ts' : './keychain-child.mjs';
  return fileURLToPath(new URL(name, import.meta.url));
}

async function read(state: State, account: string): Answer<string | null> {
  const found = await get(state, account, 'reading');
  if (!found.ok) return found;
  if (found.value === null) {
    const open = await isOpen(state);
    return open.ok ? ok(null) : open;
  }
  const head = headOf(found.value);
  if (head === null) return ok(found.value);
  const parts: (string | null)[] = [];
  for (const part of partAccounts(account, head)) {
    const piece = await get(state, part, 'reading');
    if (!piece.ok) return piece;
    parts.push(piece.value);
  }
  const value = joinParts(parts, head);
  return value === null
    ? fail(failed('reading', `the entry ${account} is damaged; set it again`))
    : ok(value);
}

async function write(state: State, account: string, value: string): Answer<void> {
  if (value === '') return fail(failed('writing', 'an empty value cannot be kept'));
  if (value.includes('\0') || !value.isWellFormed())
    return fail(failed('writing', 'the value is not a text'));
  const before = await get(state, account, 'reading');
  if (!before.ok) return before;
  const { parts, head } = entriesFor(account, value);
  // The parts first and the head last: until then the old value stands whole.
  for (const entry of [...parts, head]) {
    const kept = await set(state, entry.account, entry.value);
    if (!kept.ok) return kept;
  }
  const again = await read(state, account);
  if (!again.ok) return again;
  if (again.value !== value) return fail(failed('writing', `${account} was read back with another value`));
  return removeParts(state, account, before.value, new Set(parts.map((part) => part.account)));
}

async function forget(state: State, account: string): Answer<boolean> {
  const before = await get(state, account, 'reading');
  if (!before.ok) return before;
  if (before.value === null) {
    const open = await isOpen(state);
    return open.ok ? ok(false) : open;
  }
  const removed = await remove(state, account);
  if (!removed.ok) return removed;
  const cleared = await removeParts(state, account, before.value, new Set());
  return cleared.ok ? ok(true) : cleared;
}

async function check(state: State): Answer<{ readonly name: string }> {
  state.provenAtMs = Number.NEGATIVE_INFINITY;
  const open = await isOpen(state);
  return open.ok ? ok({ name: keychainName[process.platform] ?? 'Secret Service' }) : open;
}

const keychainName: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: 'Windows Credential Manager',
  darwin: 'macOS Keychain',
};

async function removeParts(
  state: State,
  account: string,
  headText: string | null,
  keep: ReadonlySet<string>,
): Answer<void> {
  const head = headText === null ? null : headOf(headText);
  for (const part of head === null ? [] : partAccounts(account, head)) {
    if (keep.has(part)) continue;
    const removed = await remove(state, part);
    if (!removed.ok) return removed;
  }
  return ok(undefined);
}
