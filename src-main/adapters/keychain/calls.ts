import { asReply, type Question, type Reply } from './protocol.ts';
import type { KeychainChild } from './start-child.ts';

/** A question without its number. */
export type Ask = Question extends infer Q ? (Q extends Question ? Omit<Q, 'id'> : never) : never;

export type Outcome =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'silent'; readonly afterMs: number }
  | { readonly kind: 'ended'; readonly why: string };

/** Questions to the keychain's own process; each is asked when the one before is settled. */
export type Calls = {
  readonly deadlineMs: number;
  ask(question: Ask): Promise<Outcome>;
  /** How many questions had no answer in time so far. */
  silences(): number;
  close(): void;
};

/**
 * Starts the process with the first question, ends it when a question has no answer within `deadlineMs` or it fails, and
 * starts a new one with the next.
 */
export function callsTo(start: () => KeychainChild, deadlineMs: number): Calls {
  let child: Running | null = null;
  let silences = 0;
  let lastId = 0;

  const drop = (): void => {
    child?.kill();
    child = null;
  };
  return {
    deadlineMs,
    async ask(question) {
      if (child === null || child.hasEnded()) child = run(start());
      lastId += 1;
      const outcome = await child.ask({ ...question, id: lastId }, deadlineMs);
      if (outcome.kind === 'silent') silences += 1;
      if (outcome.kind !== 'reply') drop();
      return outcome;
    },
    silences: () => silences,
    close: drop,
  };
}

type Running = {
  ask(question: Question, deadlineMs: number): Promise<Outcome>;
  hasEnded(): boolean;
  kill(): void;
};

function run(child: KeychainChild): Running {
  let ended: string | null = null;
  let settle: ((outcome: Outcome) => void) | null = null;
  let expected = 0;
  child.onEnd((why) => {
    ended = why;
    settle?.({ kind: 'ended', why });
  });
  child.onMessage((message) => {
    const reply = asReply(message);
    if (reply !== null && reply.id === expected) settle?.({ kind: 'reply', reply });
  });
  return {
    hasEnded: () => ended !== null,
    kill: () => child.kill(),
    ask: (question, deadlineMs) =>
      new Promise((resolve) => {
        const deadline = setTimeout(() => settle?.({ kind: 'silent', afterMs: deadlineMs }), deadlineMs);
        settle = (outcome) => {
          clearTimeout(deadline);
          settle = null;
          resolve(outcome);
        };
        expected = question.id;
        child.send(question);
      }),
  };
}
