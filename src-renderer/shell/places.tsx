import {
  Activity,
  Database,
  KeyRound,
  LayoutDashboard,
  ScrollText,
  SlidersHorizontal,
  Stethoscope,
} from 'lucide-react';
import type { NavItem } from '../design/layout/NavRail.tsx';

/** Where one can be in the window. */
export type Place = 'board' | 'logs' | 'configuration' | 'secrets' | 'database' | 'doctor' | 'activity';

/** The places in the order of the rail; Alt and a digit goes to each. */
export const places: readonly (NavItem<Place> & { readonly shortcut: string })[] = [
  { id: 'board', label: 'Board', icon: <LayoutDashboard aria-hidden="true" />, shortcut: 'Alt+1' },
  { id: 'logs', label: 'Logs', icon: <ScrollText aria-hidden="true" />, shortcut: 'Alt+2' },
  {
    id: 'configuration',
    label: 'Configuration',
    icon: <SlidersHorizontal aria-hidden="true" />,
    shortcut: 'Alt+3',
  },
  { id: 'secrets', label: 'Secrets', icon: <KeyRound aria-hidden="true" />, shortcut: 'Alt+4' },
  { id: 'database', label: 'Database', icon: <Database aria-hidden="true" />, shortcut: 'Alt+5' },
  { id: 'doctor', label: 'Doctor', icon: <Stethoscope aria-hidden="true" />, shortcut: 'Alt+6' },
  { id: 'activity', label: 'Activity', icon: <Activity aria-hidden="true" />, shortcut: 'Alt+7' },
];
