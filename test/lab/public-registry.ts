import { run } from './command.ts';
import { notice } from './notice.ts';
import type { StandInName } from './stand-ins.ts';

/** True when Docker Hub itself answers within 3 s; a page that a captive network puts in its place does not count. */
export async function publicRegistryAnswers(): Promise<boolean> {
  try {
    const answer = await fetch('https://registry-1.docker.io/v2/', {
      signal: AbortSignal.timeout(3000),
      redirect: 'manual',
    });
    return answer.headers.has('docker-distribution-api-version');
  } catch {
    return false;
  }
}

/** Pulls the official images, one after the other. Returns the first failure as a sentence, or null. */
export async function pullOfficial(names: readonly StandInName[]): Promise<string | null> {
  for (const name of names) {
    notice(`pulling ${name}`);
    const { code, stderr } = await run('docker', ['pull', '--quiet', name]);
    if (code !== 0) return `${name} could not be pulled: ${stderr.trim().split('\n').at(-1)}`;
  }
  return null;
}
