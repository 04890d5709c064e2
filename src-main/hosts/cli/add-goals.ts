import type { Command } from 'commander';
import { type GoalCommand, goalCommands, wishOf } from './goal-commands.ts';
import type { Run } from './program.ts';

/** Gives a command the options that say which project and how to answer. */
export type Scoped = (command: Command, shortF?: 'file' | 'other') => Command;

/** Adds every goal as a command of the program, and once more under `plan`, where it only says what it would do. */
export function addGoals(program: Command, run: Run, scoped: Scoped): void {
  for (const verb of goalCommands()) {
    const command = goalCommand(program, verb, scoped).option(
      '-y, --yes',
      'do not ask, even where data is lost',
    );
    if (verb.words.startsWith('up '))
      command.option('-w, --watch', 'then copy, restart or rebuild as files change');
    command.action(() =>
      run(command.optsWithGlobals(), async (cli) => {
        const wish = wishOf(verb, command, cli.world.variables);
        const code = await (await import('./commands/goal.ts')).runGoal(cli, wish);
        if (code !== 0 || command.opts()['watch'] !== true) return code;
        return (await import('./commands/watch.ts')).watch(cli, wish.services);
      }),
    );
  }
  const plan = scoped(program.command('plan')).description(
    'what a command would do, step by step; changes nothing',
  );
  plan.allowExcessArguments().action(() => {
    const [word] = plan.args;
    const said = word === undefined ? 'name a command' : `unknown command '${word}'`;
    plan.error(`error: ${said}; one of: ${plan.commands.map((command) => command.name()).join(', ')}`);
  });
  for (const verb of goalCommands()) {
    const command = goalCommand(plan, verb, scoped);
    command.action(() =>
      run(command.optsWithGlobals(), async (cli) => {
        const { goal, services, flags } = wishOf(verb, command, cli.world.variables);
        return (await import('./commands/plan.ts')).plan(cli, goal, services, flags);
      }),
    );
  }
}

function goalCommand(parent: Command, verb: GoalCommand, scoped: Scoped): Command {
  const ownF = verb.options.some(({ short }) => short === '-f');
  const command = parent.command(verb.words).description(verb.about);
  for (const option of verb.options) command.addOption(option);
  return scoped(command, ownF ? 'other' : 'file');
}
