import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { FindingView, OpenProject } from '../contract/view.ts';
import { findings } from '../core/doctor/findings.ts';
import { sha256Hex } from '../core/sha256.ts';
import type { Desk, OpenWish, Outcome, Session } from './desk.ts';
import { forgetKey, readKnownKeys } from './database/known-keys.ts';
import { gatherFacts } from './doctor-facts.ts';
import type { Ports } from './ports.ts';
import { LiveSession } from './session.ts';

const keptRecent = 20;

/** A desk over the world that a host hands it. Opening a project changes nothing at the engine. */
export function openDesk(ports: Ports): Desk {
  const sessions = new Map<string, LiveSession>();
  return {
    open: (wish) => open(ports, sessions, wish),
    list: () => [...sessions.values()].map(({ project }) => project),
    recent: () => {
      const settings = ports.settings.read();
      return settings.ok ? settings.value.recent : [];
    },
    session: (project): Result<Session, Problem> => {
      const found = sessions.get(project);
      return found === undefined ? fail({ kind: 'project-unknown', project }) : ok(found);
    },
    check: async (project, signal): Promise<readonly FindingView[]> =>
      findings(await gatherFacts(ports, project === null ? null : (sessions.get(project) ?? null), signal)),
    bundleKeys: () => readKnownKeys({ files: ports.files, settingsDir: ports.settings.dir }),
    forgetBundleKey: (id) => forgetKey({ files: ports.files, settingsDir: ports.settings.dir }, id),
    close: async () => {
      await Promise.all([...sessions.values()].map((session) => session.close()));
      sessions.clear();
      await ports.keychain.close();
    },
  };
}

async function open(ports: Ports, sessions: Map<string, LiveSession>, wish: OpenWish): Outcome<OpenProject> {
  const { files, machine } = ports;
  const asked = files.resolve(machine.workingDir, wish.dir);
  const dir = await files.realPath(asked);
  if (dir === null || !(await files.isFolder(dir))) return fail([{ kind: 'folder-missing', dir: asked }]);
  const key = JSON.stringify([dir, wish.environment, wish.files, ...(wish.compose ? [wish.compose] : [])]);
  const id = sha256Hex(key).slice(0, 16);
  const known = sessions.get(id);
  if (known !== undefined) return ok(known.project);
  // Names are looked up from the folder as it was given: docker compose keeps links in paths too.
  const project: OpenProject = { id, name: files.baseName(dir), dir, environment: wish.environment };
  sessions.set(
    id,
    new LiveSession(ports, project, { ...wish, dir, compose: { from: asked, ...wish.compose } }),
  );
  await remember(ports, dir);
  return ok(project);
}

/** Settings that cannot be written are no reason not to open a folder. */
async function remember({ settings }: Ports, dir: string): Promise<void> {
  const known = settings.read();
  if (!known.ok || known.value.recent[0] === dir) return;
  const recent = [dir, ...known.value.recent.filter((other) => other !== dir)].slice(0, keptRecent);
  await settings.write({ recent });
}
