import { deadlines } from './deadlines.ts';
import { pathOf, type Wire } from './wire.ts';

/**
 * Resolves when the output of a running container ends, which it does with its last process; true then. The engine clears up
 * for about a tenth of a second more, and nothing else tells of the end before that is done (28.5: stop, wait and the event come
 * after it; inspect and top wait for it, or still say that the container runs). False where it cannot be heard: it does not
 * run, or the signal was first.
 */
export async function hearEnd(wire: Wire, name: string, signal: AbortSignal): Promise<boolean> {
  const path = pathOf('containers', name, 'attach');
  const query = { stream: '1', stdout: '1', stderr: '1' };
  const opened = await wire.open({ method: 'POST', path, query, deadlineMs: deadlines.quick }, signal);
  if (!opened.ok) return false;
  try {
    for await (const _ of opened.value.body);
    return true;
  } catch {
    return false;
  } finally {
    opened.value.close();
  }
}
