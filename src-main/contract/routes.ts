import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import { configSubjects, imageForms } from './config-question.ts';
import { goalFlags } from './goal-flags.ts';
import { environments, goals, type RunId } from './names.ts';
import type { Problem } from './problem.ts';
import type { BundleKeyView, MigrationsView } from './database-view.ts';
import type {
  ConfigText,
  EnvironmentView,
  FindingView,
  KeyView,
  LogBatch,
  OpenProject,
  PlanView,
  RunView,
  SecretView,
  Update,
} from './view.ts';
import type { WatchReport } from './watch-report.ts';

/** Every failure of every route: one typed error whose data are the problems, all of them at once. */
const route = oc.errors({ PROBLEM: { status: 422, data: type<{ problems: readonly Problem[] }>() } });

const short = z.string().min(1).max(200);
const project = z.object({ project: short });
const wish = project.extend({
  goal: z.enum(goals),
  /** Empty or absent means all; reset and undo take none. */
  services: z.array(short).max(1000).optional(),
  flags: goalFlags.optional(),
});
const path = z.string().min(1).max(4096);

/** `ComposeOptions`, as they cross a wire. */
const composeOptions = z.object({
  from: path.optional(),
  projectName: z.string().max(200).optional(),
  profiles: z.array(z.string().max(200)).max(100).optional(),
  envFiles: z.array(path).max(100).optional(),
  projectDirectory: path.optional(),
  input: z.string().max(2_000_000).optional(),
  compatibility: z.boolean().optional(),
});

const secretName = project.extend({ name: short });

/** What every door offers. Inputs are checked by zod; outputs are the views of `view.ts`. No route reads a secret back. */
export const contract = {
  projects: {
    /** Opens a folder; opening it again returns the same project. Inert: no call to the engine changes anything. */
    open: route
      .input(
        z.object({
          dir: path,
          environment: z.enum(environments).default('local'),
          /** Compose files as `docker compose -f`; absent: what the profile or the folder says. */
          files: z.array(path).max(100).optional(),
          compose: composeOptions.optional(),
        }),
      )
      .output(type<OpenProject>()),
    list: route.output(type<readonly OpenProject[]>()),
    /** Folders opened before on this machine, newest first. */
    recent: route.output(type<readonly string[]>()),
    /** Reads files and secrets again, after an edit. */
    reload: route.input(project).output(type<EnvironmentView>()),
  },
  board: {
    /** Waits until the engine answered once (or failed to), then returns what is. */
    read: route.input(project).output(type<EnvironmentView>()),
    /** A snapshot, then deltas, each sent only after the one before was acknowledged. */
    watch: route.input(project.extend({ subscription: short })).output(eventIterator(type<Update>())),
    acknowledge: route
      .input(z.object({ subscription: short, number: z.number().int().min(0) }))
      .output(type<void>()),
  },
  plan: {
    make: route.input(wish).output(type<PlanView>()),
  },
  runs: {
    /**
     * Starts the goal. `approve` is the id of the plan that the user saw: a different plan is refused (plan-stale).
     * A plan that loses data is refused without it (not-confirmed).
     */
    start: route.input(wish.extend({ approve: short.optional() })).output(type<{ run: RunId }>()),
    /** Every change of the run until it ends; the last one is the whole outcome. */
    follow: route.input(project.extend({ run: short })).output(eventIterator(type<RunView>())),
    cancel: route.input(project.extend({ run: short })).output(type<void>()),
  },
  logs: {
    read: route
      .input(
        project.extend({
          services: z.array(short).max(1000).optional(),
          follow: z.boolean().default(false),
          /** Lines per service from the past. */
          tail: z.number().int().min(0).max(100_000).default(1000),
        }),
      )
      .output(eventIterator(type<LogBatch>())),
  },
  files: {
    /** Keeps containers in step with the files that `develop.watch` names, until the caller leaves. */
    watch: route
      .input(project.extend({ services: z.array(short).max(1000).default([]) }))
      .output(eventIterator(type<WatchReport>())),
  },
  config: {
    /** The answer to a `ConfigQuestion` as text; a secret stands as its reference `${NAME}`. */
    read: route
      .input(
        project.extend({
          subject: z.enum(configSubjects).default('model'),
          format: z.enum(['yaml', 'json']).nullable().default(null),
          interpolates: z.boolean().default(true),
          normalises: z.boolean().default(true),
          checks: z.boolean().default(true),
          resolvesPaths: z.boolean().default(true),
          images: z.enum(imageForms).default('written'),
          services: z.array(short).max(1000).default([]),
        }),
      )
      .output(type<ConfigText>()),
    keys: route.input(project).output(type<readonly KeyView[]>()),
    /** Gives a key that is a port another value on this machine, in .env.local; returns that file. */
    keepPort: route
      .input(project.extend({ key: short, port: z.number().int().min(1).max(65_535) }))
      .output(type<{ file: string }>()),
  },
  secrets: {
    list: route.input(project).output(type<readonly SecretView[]>()),
    set: route.input(secretName.extend({ value: z.string().max(100_000) })).output(type<void>()),
    /** Only missing ones, or one by name (which replaces its value). Returns the names that were set. */
    generate: route.input(project.extend({ name: short.optional() })).output(type<readonly string[]>()),
    forget: route.input(secretName).output(type<void>()),
  },
  database: {
    /** The live database's revision and the one head of the migrations. */
    migrations: route.input(project).output(type<MigrationsView>()),
    /** Keys whose bundles may be imported, of this user, for all projects. */
    keys: route.output(type<readonly BundleKeyView[]>()),
    /** False: no such key was known. */
    forgetKey: route.input(z.object({ id: short })).output(type<boolean>()),
  },
  doctor: {
    check: route.input(project.partial()).output(type<readonly FindingView[]>()),
  },
};

export type Contract = typeof contract;
