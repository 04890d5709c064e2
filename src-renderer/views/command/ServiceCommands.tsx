import { Hammer, Play, RotateCw, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ServiceCommandView } from '../../../src-main/contract/view.ts';
import { Button } from '../../design/actions/Button.tsx';
import type { Commands } from './use-commands.ts';

export type ServiceCommandsProps = {
  readonly service: string;
  /** As the core offers them: enabled, or why not. */
  readonly offered: readonly ServiceCommandView[];
  readonly commands: Commands;
};

/** What can be done with one service, in small buttons. */
export function ServiceCommands({ service, offered, commands }: ServiceCommandsProps) {
  return (
    <fieldset className="commands" aria-label={`Commands for ${service}`}>
      {offered.map((command) => (
        <Button
          key={command.name}
          size="small"
          icon={serviceCommandIcons[command.name]}
          disabledReason={command.enabled ? null : (command.whyNot ?? 'Not now')}
          onClick={() => commands.giveService(command)}
        >
          {serviceCommandTexts[command.name]}
        </Button>
      ))}
    </fieldset>
  );
}

/** The word for each, on buttons and in the palette. */
export const serviceCommandTexts: Record<ServiceCommandView['name'], string> = {
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  rebuild: 'Rebuild',
};

export const serviceCommandIcons: Record<ServiceCommandView['name'], ReactNode> = {
  start: <Play aria-hidden="true" />,
  stop: <Square aria-hidden="true" />,
  restart: <RotateCw aria-hidden="true" />,
  rebuild: <Hammer aria-hidden="true" />,
};
