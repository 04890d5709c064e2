import { implement } from '@orpc/server';
import type { GoalFlags } from '../contract/goal-flags.ts';
import { contract } from '../contract/routes.ts';
import type { Desk, PlanWish, Session } from '../engine/desk.ts';
import { boardUpdates } from './board-updates.ts';
import { Credit } from './credit.ts';
import { paced } from './paced.ts';
import { problemError, valueOrThrow, withTypedInputFault } from './problem-error.ts';

/** The contract answered by a desk. Every wire serves this one router; problems leave it as the typed error PROBLEM. */
export type Router = ReturnType<typeof routerOf>;

const typedInput = implement(contract).use(async ({ next }) => {
  try {
    return await next();
  } catch (error) {
    throw withTypedInputFault(error);
  }
});

/** Subscriptions live in the router, so a wire that acknowledges must be served by the router that watches. */
export function routerOf(desk: Desk) {
  const session = (project: string): Session => valueOrThrow(desk.session(project));
  const credits = new Map<string, Credit>();
  return typedInput.router({
    projects: projectRoutes(desk, session),
    board: boardRoutes(session, credits),
    plan: {
      make: typedInput.plan.make.handler(async ({ input, signal }) =>
        valueOrThrow(await session(input.project).plan(planWish(input), lasting(signal))),
      ),
    },
    runs: runRoutes(session),
    logs: {
      read: typedInput.logs.read.handler(async ({ input, signal }) => {
        const wish = { services: input.services ?? null, follow: input.follow, tail: input.tail };
        return paced(valueOrThrow(await session(input.project).logs(wish, lasting(signal))), lasting(signal));
      }),
    },
    files: {
      watch: typedInput.files.watch.handler(async ({ input, signal }) => {
        const reports = await session(input.project).watchFiles(input.services, lasting(signal));
        return paced(valueOrThrow(reports), lasting(signal));
      }),
    },
    config: configRoutes(session),
    secrets: secretRoutes(session),
    database: {
      migrations: typedInput.database.migrations.handler(async ({ input, signal }) =>
        valueOrThrow(await session(input.project).migrations(lasting(signal))),
      ),
      keys: typedInput.database.keys.handler(async () => valueOrThrow(await desk.bundleKeys())),
      forgetKey: typedInput.database.forgetKey.handler(async ({ input }) =>
        valueOrThrow(await desk.forgetBundleKey(input.id)),
      ),
    },
    doctor: {
      check: typedInput.doctor.check.handler(({ input, signal }) => {
        if (input.project !== undefined) session(input.project);
        return desk.check(input.project ?? null, lasting(signal));
      }),
    },
  });
}

type FindSession = (project: string) => Session;

function projectRoutes(desk: Desk, session: FindSession) {
  const route = typedInput.projects;
  return {
    open: route.open.handler(async ({ input }) =>
      valueOrThrow(
        await desk.open({
          dir: input.dir,
          environment: input.environment,
          files: input.files ?? null,
          ...(input.compose === undefined ? {} : { compose: given(input.compose) }),
        }),
      ),
    ),
    list: route.list.handler(() => desk.list()),
    recent: route.recent.handler(() => desk.recent()),
    reload: route.reload.handler(async ({ input, signal }) => {
      const opened = session(input.project);
      await opened.reload(lasting(signal));
      return opened.view();
    }),
  };
}

function boardRoutes(session: FindSession, credits: Map<string, Credit>) {
  const route = typedInput.board;
  return {
    read: route.read.handler(async ({ input, signal }) => {
      const opened = session(input.project);
      await opened.ready(lasting(signal));
      return opened.view();
    }),
    watch: route.watch.handler(({ input, signal }) =>
      watchBoard(session(input.project), input.subscription, credits, lasting(signal)),
    ),
    acknowledge: route.acknowledge.handler(({ input }) => {
      // Unknown is no fault: an acknowledgement may cross the end of its subscription.
      credits.get(input.subscription)?.acknowledge(input.number);
    }),
  };
}

async function* watchBoard(
  session: Session,
  subscription: string,
  credits: Map<string, Credit>,
  signal: AbortSignal,
) {
  if (credits.has(subscription)) {
    throw problemError([{ kind: 'request-invalid', message: `subscription ${subscription} is in use` }]);
  }
  const credit = new Credit();
  credits.set(subscription, credit);
  try {
    yield* boardUpdates(session.watch(signal), credit, signal);
  } finally {
    credits.delete(subscription);
  }
}

function runRoutes(session: FindSession) {
  const route = typedInput.runs;
  return {
    start: route.start.handler(async ({ input, signal }) => ({
      run: valueOrThrow(
        await session(input.project).start(planWish(input), input.approve ?? null, lasting(signal)),
      ),
    })),
    follow: route.follow.handler(({ input, signal }) =>
      paced(session(input.project).follow(input.run, lasting(signal)), lasting(signal)),
    ),
    cancel: route.cancel.handler(({ input }) => session(input.project).cancel(input.run)),
  };
}

function configRoutes(session: FindSession) {
  const route = typedInput.config;
  return {
    read: route.read.handler(async ({ input: { project, ...question } }) =>
      valueOrThrow(await session(project).configText(question)),
    ),
    keys: route.keys.handler(async ({ input }) => valueOrThrow(await session(input.project).keys())),
    keepPort: route.keepPort.handler(async ({ input: { project, key, port } }) => ({
      file: valueOrThrow(await session(project).keepPort(key, port)),
    })),
  };
}

function secretRoutes(session: FindSession) {
  const route = typedInput.secrets;
  return {
    list: route.list.handler(async ({ input }) => valueOrThrow(await session(input.project).secrets())),
    set: route.set.handler(async ({ input }) => {
      if (input.value === '') throw problemError([{ kind: 'secret-empty', key: input.name }]);
      return valueOrThrow(await session(input.project).setSecret(input.name, input.value));
    }),
    generate: route.generate.handler(async ({ input }) =>
      valueOrThrow(await session(input.project).generateSecrets(input.name ?? null)),
    ),
    forget: route.forget.handler(async ({ input }) =>
      valueOrThrow(await session(input.project).forgetSecret(input.name)),
    ),
  };
}

type WishInput = {
  goal: PlanWish['goal'];
  services?: string[] | undefined;
  flags?: { [K in keyof GoalFlags]?: GoalFlags[K] | undefined } | undefined;
};

const planWish = ({ goal, services, flags }: WishInput): PlanWish => ({
  goal,
  services: services ?? [],
  ...(flags === undefined ? {} : { flags: given(flags) }),
});

/** Without the fields that were left out. */
const given = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

/** An in-process caller may give no signal; then the call lasts as long as it lasts. */
const lasting = (signal: AbortSignal | undefined): AbortSignal => signal ?? new AbortController().signal;
