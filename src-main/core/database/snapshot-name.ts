import type { Problem } from '../../contract/problem.ts';

const named = /^[a-z0-9][a-z0-9_.-]{0,39}$/;

/** Whether a snapshot may have this name. */
export const fitsSnapshot = (name: string): boolean => named.test(name);

/** The problem of one that may not. */
export const snapshotFault = (name: string): Problem => ({
  kind: 'request-invalid',
  message: `A snapshot's name has small letters, digits, dots, dashes and underscores, at most 40: ${name}`,
});
