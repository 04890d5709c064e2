import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Act } from './measure.ts';
import type { Stage } from './stage.ts';

const sizes = [1, 50, 500] as const;

/** Reading a whole project and printing it, for projects of several sizes. Nothing is asked of the engine. */
export const loadActs = ({ outside }: Stage): readonly Act[] =>
  sizes.map((services) => {
    const { dir, berth, compose } = outside(`load-${services}`);
    const words = ['config', '--format', 'json'];
    return {
      name: `load-${services}`,
      isInert: true,
      prepare: async () => write(dir, services),
      berth: () => berth(...words),
      compose: () => compose(...words),
    };
  });

function write(dir: string, services: number): void {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'compose.yaml'), generated(services));
}

/** A project as teams write large ones: anchors with merge keys, variables, health checks, a chain of dependencies. */
function generated(services: number): string {
  const head = `x-base: &base
  image: "registry.example/\${IMAGE:-app}:\${TAG:-1}"
  restart: unless-stopped
  logging: { driver: json-file, options: { max-size: 10m } }
  healthcheck: &check { test: [CMD, curl, -f, "http://localhost/health"], interval: 5s, timeout: 2s, retries: 3 }
x-environment: &environment
  LOG_LEVEL: "\${LOG_LEVEL:-info}"
  DATABASE_URL: "postgresql://app@db:5432/app"
services:
`;
  const all = Array.from({ length: services }, (_, index) => service(index));
  return `${head}${all.join('')}volumes: { data: }\nnetworks: { back: }\n`;
}

const service = (index: number): string => `  part-${index}:
    <<: *base
    healthcheck: { <<: *check, start_period: ${index % 30}s }
    environment: { <<: *environment, PART: "${index}" }
    ports: ["127.0.0.1:${20_000 + index}:8000"]
    volumes: ["data:/data", "./part-${index}:/srv:ro"]
    networks: { back: { aliases: [p${index}] }, default: }
    labels: { team: "t${index % 7}" }
${index % 10 === 0 ? '' : `    depends_on: { part-${index - 1}: { condition: service_healthy } }\n`}`;
