import type { At, Environment, KeyName, ServiceName } from './names.ts';
import type { DatabaseProblem } from './database-problem.ts';

/**
 * Every failure a user can meet, as data. Each kind carries what its text needs (see `describe`), never a secret's value.
 * `compose-*`, `profile-*` and `key-*` problems of one load are reported together, each with its place.
 */
export type Problem =
  // files
  | { readonly kind: 'folder-missing'; readonly dir: string }
  | { readonly kind: 'compose-missing'; readonly dir: string; readonly looked: readonly string[] }
  | {
      readonly kind: 'compose-invalid';
      readonly message: string;
      readonly at: At | null;
      readonly hint: string | null;
    }
  | {
      readonly kind: 'profile-invalid';
      readonly message: string;
      readonly at: At | null;
      readonly hint: string | null;
    }
  | { readonly kind: 'file-unreadable'; readonly file: string; readonly detail: string }
  | { readonly kind: 'file-unwritable'; readonly file: string; readonly detail: string }
  | { readonly kind: 'settings-corrupt'; readonly file: string; readonly keptAs: string }
  | { readonly kind: 'journal-corrupt'; readonly file: string; readonly detail: string }
  // names and wishes
  | {
      readonly kind: 'service-unknown';
      readonly name: string;
      readonly known: readonly string[];
      readonly nearest: string | null;
    }
  | {
      readonly kind: 'key-unknown';
      readonly name: string;
      readonly known: readonly string[];
      readonly nearest: string | null;
    }
  | { readonly kind: 'project-unknown'; readonly project: string }
  | { readonly kind: 'environment-unknown'; readonly name: string; readonly known: readonly string[] }
  | { readonly kind: 'request-invalid'; readonly message: string }
  // configuration and secrets
  | {
      readonly kind: 'key-missing';
      readonly key: KeyName;
      readonly environment: Environment;
      readonly describe: string;
    }
  | {
      readonly kind: 'key-invalid';
      readonly key: KeyName;
      readonly environment: Environment;
      readonly expected: string;
      readonly found: string;
    }
  | {
      readonly kind: 'secret-missing';
      readonly key: KeyName;
      readonly environment: Environment;
      readonly describe: string;
      readonly canGenerate: boolean;
    }
  /** A port that `.env.local` cannot move: another source goes before it, or it is not read here. */
  | { readonly kind: 'port-fixed'; readonly key: KeyName; readonly by: string }
  | { readonly kind: 'secret-in-file'; readonly key: KeyName; readonly file: string }
  | { readonly kind: 'secret-empty'; readonly key: KeyName }
  | { readonly kind: 'secret-not-generated'; readonly key: KeyName }
  | { readonly kind: 'keychain-absent'; readonly detail: string }
  | { readonly kind: 'keychain-locked'; readonly detail: string }
  | { readonly kind: 'keychain-silent'; readonly operation: string; readonly afterMs: number }
  | { readonly kind: 'keychain-failed'; readonly operation: string; readonly detail: string }
  // the engine
  | { readonly kind: 'engine-absent'; readonly endpoint: string; readonly detail: string }
  | { readonly kind: 'engine-refused'; readonly endpoint: string; readonly detail: string }
  | {
      readonly kind: 'engine-silent';
      readonly endpoint: string;
      readonly call: string;
      readonly afterMs: number;
    }
  | {
      readonly kind: 'engine-too-old';
      readonly endpoint: string;
      readonly found: string;
      readonly wanted: string;
    }
  | {
      readonly kind: 'engine-failed';
      readonly call: string;
      readonly status: number | null;
      readonly message: string;
    }
  // what the engine was asked for
  | { readonly kind: 'image-unavailable'; readonly image: string; readonly detail: string }
  | {
      readonly kind: 'build-failed';
      readonly service: ServiceName;
      readonly detail: string;
      readonly log: readonly string[];
    }
  | { readonly kind: 'watch-undeclared'; readonly services: readonly ServiceName[] }
  | { readonly kind: 'service-not-running'; readonly service: ServiceName }
  | { readonly kind: 'build-unsupported'; readonly service: ServiceName; readonly keys: readonly string[] }
  | {
      readonly kind: 'port-taken';
      readonly service: ServiceName;
      readonly port: number;
      readonly owner: string | null;
      readonly free: number | null;
      readonly key: KeyName | null;
    }
  /** `dir`: the folder that these containers were made from. */
  | {
      readonly kind: 'project-elsewhere';
      readonly project: string;
      readonly dir: string;
      readonly containers: readonly string[];
    }
  | { readonly kind: 'name-taken'; readonly name: string; readonly owner: string }
  /** By another program that is at work on the same project, for the same service. */
  | { readonly kind: 'made-meanwhile'; readonly service: ServiceName; readonly container: string }
  | { readonly kind: 'network-missing'; readonly network: string }
  /** It was there, or was made, and something else removed it. */
  | { readonly kind: 'network-gone'; readonly network: string }
  | { readonly kind: 'network-changed'; readonly network: string; readonly containers: readonly string[] }
  | {
      readonly kind: 'container-refused';
      readonly service: ServiceName;
      readonly part: RefusedPart;
      /** The command, path, device, user or driver that it is about. */
      readonly thing: string;
    }
  | { readonly kind: 'network-overlap'; readonly network: string }
  | { readonly kind: 'disk-full'; readonly endpoint: string; readonly call: string }
  | { readonly kind: 'network-foreign'; readonly network: string; readonly why: string }
  | { readonly kind: 'volume-changed'; readonly volume: string }
  | { readonly kind: 'in-use'; readonly thing: string; readonly detail: string }
  | { readonly kind: 'volume-missing'; readonly volume: string }
  | { readonly kind: 'volume-foreign'; readonly volume: string; readonly why: string }
  | { readonly kind: 'container-missing'; readonly service: ServiceName; readonly container: string | null }
  /** The engine still counts its process from before it was killed, and refuses each start; only a new one helps. */
  | { readonly kind: 'container-stuck'; readonly service: ServiceName; readonly container: string }
  /** Berth does not bring it up: a program of this machine is to make it, it uses models, or a profile hands the engine in. */
  | {
      readonly kind: 'service-refused';
      readonly service: ServiceName;
      readonly part: 'provider' | 'models' | 'use_api_socket';
      /** The type of the provider; the models; nothing. */
      readonly named: readonly string[];
    }
  | { readonly kind: 'lender-missing'; readonly service: ServiceName; readonly lender: ServiceName }
  // what a service did
  | {
      readonly kind: 'hook-failed';
      readonly service: ServiceName;
      /** By its key in the Compose file. */
      readonly hook: 'post_start' | 'pre_stop';
      readonly command: readonly string[];
      readonly exitCode: number;
      readonly log: readonly string[];
    }
  | {
      readonly kind: 'container-exited';
      readonly service: ServiceName;
      readonly exitCode: number;
      readonly outOfMemory: boolean;
      readonly log: readonly string[];
    }
  | {
      readonly kind: 'container-unhealthy';
      readonly service: ServiceName;
      readonly probe: string;
      readonly exitCode: number | null;
      readonly log: readonly string[];
    }
  | {
      readonly kind: 'wait-overdue';
      readonly service: ServiceName;
      readonly condition: string;
      readonly afterMs: number;
      readonly probe: string;
    }
  | DatabaseProblem
  // running
  | { readonly kind: 'plan-stale'; readonly approved: string; readonly current: string }
  | { readonly kind: 'not-confirmed'; readonly goal: string; readonly loses: readonly string[] }
  /** `lock`: what holds others off, and stays where its holder was cut off unseen; null: a run of this very process. */
  | {
      readonly kind: 'busy';
      readonly goal: string;
      readonly holder: string;
      readonly since: string | null;
      readonly lock:
        | { readonly kind: 'volume'; readonly name: string }
        | { readonly kind: 'file'; readonly path: string }
        | null;
    }
  | { readonly kind: 'tool-missing'; readonly tool: string; readonly remedy: string }
  | { readonly kind: 'cancelled'; readonly goal: string };

/** What of a container's description an engine cannot do. */
export type RefusedPart =
  | 'command'
  | 'mount'
  | 'device'
  | 'gpu'
  | 'user'
  | 'logging'
  | 'runtime'
  | 'working folder';

export type ProblemKind = Problem['kind'];
