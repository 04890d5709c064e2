import { describe, expect, test } from 'vitest';
import { stampBuild } from '../../../src-main/core/plan/stamp-build.ts';

const stamps = { GIT_SHA: 'abc', BUILD_DATE: '2026-11-21', APP_VERSION: '0.0.0+abc' };
const labels = { own: 'label' };

describe('a build', () => {
  test('that declares nothing of it is left as it is', () => {
    const own = { build: { context: '/x', args: { OTHER: '1' } }, labels };
    expect(stampBuild(own, 'FROM x\nRUN echo ARG GIT_SHA\n# ARG BUILD_DATE', stamps)).toBe(own);
  });

  test('that declares them in its Dockerfile gets them as arguments and labels', () => {
    const text = 'FROM x\nARG GIT_SHA\narg BUILD_DATE=unknown\nARG OTHER APP_VERSION\n';
    expect(stampBuild({ build: { context: '/x' }, labels }, text, stamps)).toEqual({
      build: { context: '/x', args: stamps },
      labels: {
        'org.opencontainers.image.revision': 'abc',
        'org.opencontainers.image.created': '2026-11-21',
        'org.opencontainers.image.version': '0.0.0+abc',
        own: 'label',
      },
    });
  });

  test('that names them under args keeps what has a value', () => {
    const args = { GIT_SHA: 'unknown', APP_VERSION: '1.2.3', BUILD_DATE: null };
    expect(stampBuild({ build: { args }, labels: {} }, '', stamps).build.args).toEqual({
      GIT_SHA: 'abc',
      APP_VERSION: '1.2.3',
      BUILD_DATE: '2026-11-21',
    });
  });

  test('is told nothing that is not known, and keeps its own label', () => {
    const own = {
      build: { args: { GIT_SHA: '', BUILD_DATE: '' } },
      labels: { 'org.opencontainers.image.created': 'x' },
    };
    const stamped = stampBuild(own, '', { ...stamps, GIT_SHA: null });
    expect(stamped.build.args).toEqual({ GIT_SHA: '', BUILD_DATE: '2026-11-21' });
    expect(stamped.labels).toEqual({ 'org.opencontainers.image.created': 'x' });
  });
});
