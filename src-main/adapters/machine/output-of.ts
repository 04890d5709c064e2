import { execFile } from 'node:child_process';

const deadlineMs = 5000;

/** What a program of the system prints; empty when it fails. `file` is an absolute path; no shell is involved. */
export const outputOf = (file: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    const options = { timeout: deadlineMs, windowsHide: true, maxBuffer: 8_000_000 };
    execFile(file, [...args], options, (error, stdout) => resolve(error === null ? stdout : ''));
  });
