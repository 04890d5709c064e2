import { FolderOpen, RefreshCw, ScrollText, X } from 'lucide-react';
import type { EnvironmentView, ServiceView } from '../../src-main/contract/view.ts';
import type { PaletteGroup } from '../design/overlay/Palette.tsx';
import { type Theme, themes } from '../design/theme.ts';
import type { Intents } from '../store/intents.ts';
import { goalShortcuts } from '../views/command/CommandBar.tsx';
import { serviceCommandIcons, serviceCommandTexts } from '../views/command/ServiceCommands.tsx';
import { goalIcons } from '../views/command/goal-icons.tsx';
import { goalTexts } from '../views/command/goal-texts.ts';
import type { Commands } from '../views/command/use-commands.ts';
import { type Place, places } from './places.tsx';
import { themeIcons, themeNames } from './Rail.tsx';

export type PaletteParts = {
  readonly board: EnvironmentView;
  readonly commands: Commands;
  readonly intents: Intents;
  readonly goTo: (place: Place) => void;
  readonly onSelect: (name: string) => void;
  readonly onLogs: (name: string) => void;
  readonly onTheme: (theme: Theme) => void;
};

/** Every action of the window, in groups. */
export function paletteGroups(parts: PaletteParts): readonly PaletteGroup[] {
  const { board, goTo, onTheme } = parts;
  return [
    { title: 'Commands', entries: [...goalEntries(parts), ...runEntries(parts)] },
    {
      title: 'Go to',
      entries: places.map(({ id, label, icon, shortcut }) => ({
        id: `go ${id}`,
        label,
        icon,
        shortcut,
        onSelect: () => goTo(id),
      })),
    },
    { title: 'Services', entries: board.services.flatMap((service) => serviceEntries(service, parts)) },
    { title: 'Project', entries: projectEntries(parts) },
    {
      title: 'Theme',
      entries: themes.map((theme) => ({
        id: `theme ${theme}`,
        label: `Theme: ${themeNames[theme]}`,
        icon: themeIcons[theme],
        onSelect: () => onTheme(theme),
      })),
    },
  ];
}

function goalEntries({ board, commands }: PaletteParts) {
  return board.commands.map((command) => ({
    id: `command ${command.goal}`,
    label: goalTexts[command.goal].verb,
    icon: goalIcons[command.goal],
    shortcut: goalShortcuts[command.goal],
    disabledReason: command.enabled ? null : (command.whyNot ?? 'Not now'),
    onSelect: () => commands.give(command),
  }));
}

function runEntries({ board: { run }, intents }: PaletteParts) {
  if (run === null || run.status !== 'running') return [];
  const label = `Cancel: ${goalTexts[run.goal].running}`;
  return [
    { id: 'cancel run', label, icon: <X aria-hidden="true" />, onSelect: () => void intents.cancel(run.id) },
  ];
}

function serviceEntries({ name, commands: offered }: ServiceView, parts: PaletteParts) {
  const { onSelect, onLogs, commands } = parts;
  return [
    { id: `why ${name}`, label: `${name}: why`, keywords: ['service'], onSelect: () => onSelect(name) },
    {
      id: `logs ${name}`,
      label: `${name}: logs`,
      icon: <ScrollText aria-hidden="true" />,
      onSelect: () => onLogs(name),
    },
    ...offered.map((command) => ({
      id: `${command.name} ${name}`,
      label: `${name}: ${serviceCommandTexts[command.name].toLowerCase()}`,
      icon: serviceCommandIcons[command.name],
      disabledReason: command.enabled ? null : (command.whyNot ?? 'Not now'),
      onSelect: () => commands.giveService(command),
    })),
  ];
}

function projectEntries({ intents }: PaletteParts) {
  return [
    {
      id: 'project reload',
      label: 'Read the files again',
      icon: <RefreshCw aria-hidden="true" />,
      onSelect: () => void intents.reload(),
    },
    {
      id: 'project open',
      label: 'Open another project',
      icon: <FolderOpen aria-hidden="true" />,
      onSelect: intents.leaveProject,
    },
  ];
}
