import type { GoalFlags } from '../contract/goal-flags.ts';
import type { DatabaseGoal } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, type Result } from '../contract/result.ts';
import type { DatabaseInput } from '../core/database/database-input.ts';
import type { BundleHead } from '../core/database/bundle.ts';
import type { KnownKey } from '../core/database/bundle-keys.ts';
import { planExport } from '../core/database/export.ts';
import { planImport } from '../core/database/import.ts';
import type { OnlineServer } from '../core/database/online-copy.ts';
import { planPrepare } from '../core/database/prepare.ts';
import { planRestore } from '../core/database/restore.ts';
import { outdatedOf, ownAlone, surplusOf, usualRetention } from '../core/database/retention.ts';
import type { SeedBundle } from '../core/database/seed-bundle.ts';
import { planSnapshot } from '../core/database/snapshot.ts';
import { planUpgrade, type Upgrade } from '../core/database/upgrade.ts';
import { planKeep, planPrune } from '../core/database/upkeep.ts';
import type { Generations } from '../core/plan/generations.ts';
import type { Plan } from '../core/plan/plan.ts';
import { nothingBeside, type ResetBeside } from '../core/plan/reset.ts';
import type { PlanningInput } from './planning.ts';

const dayMs = 86_400_000;

/** What was read for a goal about the data, beside what is at the engine. */
export type Asked = {
  /** Git commit of the checkout, and revision of the live database; empty where not known. */
  readonly commit: string;
  readonly revision: string;
  /** The live server, where it can copy itself while it serves on. */
  readonly online: OnlineServer | null;
  /** Absolute path of the bundle; null: none was named. */
  readonly file: string | null;
  /** What the bundle says of itself; null: none was read. */
  readonly bundle: { readonly head: BundleHead; readonly known: readonly KnownKey[] } | null;
  /** What an upgrade is from and to; null: there is none to do. */
  readonly upgrade: Upgrade | null;
  /** The bundle that the profile names as seed; null: it names none, or the environment loads none. */
  readonly seed: SeedBundle | null;
};

/** The plan for a goal about the data of the database; each is one pure planner of the core. Problem: request-invalid. */
export function planDatabase(
  goal: DatabaseGoal,
  input: DatabaseInput,
  flags: GoalFlags,
  asked: Asked | null,
): Result<Plan, readonly Problem[]> {
  const {
    name = null,
    note = '',
    generation,
    kept = true,
    count = null,
    olderThanDays,
    bytes = null,
  } = flags;
  const {
    file = null,
    bundle = null,
    commit = '',
    revision = '',
    online = null,
    upgrade = null,
  } = asked ?? {};
  switch (goal) {
    case 'prepare':
      return planPrepare(input);
    case 'snapshot':
      return name === null ? nameless(goal) : planSnapshot(input, { name, note, commit, revision, online });
    case 'restore':
      return name === null ? nameless(goal) : planRestore(input, name);
    case 'keep':
      return generation === undefined ? nameless(goal) : planKeep(input, generation, kept);
    case 'export':
      return name === null || file === null ? nameless(goal) : planExport(input, { name, file });
    case 'import': {
      if (file === null || bundle === null) return nameless(goal);
      const { trust = null, fromProject = null } = flags;
      return planImport(input, { ...bundle, file, name, trust, fromProject });
    }
    case 'upgrade':
      return planUpgrade(input, upgrade);
    case 'prune': {
      const olderThanMs = olderThanDays === undefined ? null : olderThanDays * dayMs;
      const limits = { count, olderThanMs, bytes };
      const given = count !== null || olderThanMs !== null || bytes !== null || name !== null;
      return planPrune(input, { ...(given ? limits : usualRetention), snapshot: name });
    }
  }
}

const nameless = (goal: DatabaseGoal): Result<Plan, readonly Problem[]> =>
  fail([{ kind: 'request-invalid', message: `${goal} needs to be told of what.` }]);

/** What a reset clears away and says of the data that lies beside the live one. */
export function besideReset(
  { journal, observed, model, stock = null, now }: PlanningInput,
  generations: Generations | null,
): ResetBeside {
  if (generations === null || stock === null) return nothingBeside;
  const chain = { records: journal.records(), generations, volumes: observed.volumes };
  const surplus = surplusOf(chain, usualRetention, now).length;
  const text = `${surplus} past generations are more than is usually kept: \`berth db prune\` deletes them.`;
  const outdated = ownAlone(outdatedOf(chain, stock.key), { ...chain, project: model.name });
  return { outdated, warnings: surplus > 0 ? [text] : [] };
}
