import { ensureEngine } from '../test/lab/engine.ts';
import { ensureImages, standInLine } from '../test/lab/images.ts';
import { notice } from '../test/lab/notice.ts';
import type { StandInName } from '../test/lab/stand-ins.ts';
import { TaskStopped } from './run-task.ts';

/** The images that the sample's compose.yaml and Dockerfile name. */
export const sampleImages = ['postgres:16', 'redis:7', 'python:3.11-slim', 'nginx:1.27'] as const;

/** Makes sure that an engine answers and has these images. Stops the task with what a person has to do where it cannot. */
export async function prepareEngine(images: readonly StandInName[]): Promise<void> {
  const engine = await ensureEngine();
  if (!engine.ready) throw new TaskStopped(engine.remedy);
  const state = await ensureImages(images);
  if (!state.ready) throw new TaskStopped(state.remedy);
  const line = standInLine(state.standIns);
  if (line !== null) notice(line);
}
