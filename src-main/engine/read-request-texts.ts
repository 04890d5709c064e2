import type { Problem } from '../contract/problem.ts';
import type { Model } from '../core/compose/model.ts';
import { type RequestTexts, seccompFile } from '../core/plan/security-options.ts';
import type { Files } from '../ports/files.ts';

const limitBytes = 1024 * 1024;

/** Files that the engine is sent the text of: seccomp profiles. Problem: file-unreadable, for each that is not JSON text. */
export async function readRequestTexts(
  files: Files,
  model: Model | null,
): Promise<{ readonly texts: RequestTexts; readonly problems: readonly Problem[] }> {
  const options = Object.values(model?.services ?? {}).flatMap(({ security_opt: own }) => own ?? []);
  const paths = [...new Set(options.map(seccompFile).filter((path) => path !== null))];
  const texts: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const path of paths) {
    const file = files.resolve(model?.workingDir ?? '', path);
    const text = await files.readText(file, limitBytes);
    if (!text.ok) problems.push(text.error);
    else if (text.value === null)
      problems.push({ kind: 'file-unreadable', file, detail: 'There is no such file.' });
    else if (!isJson(text.value))
      problems.push({ kind: 'file-unreadable', file, detail: 'A seccomp profile is JSON; this is not.' });
    else texts[path] = text.value;
  }
  return { texts, problems };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
