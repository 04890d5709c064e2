import './design/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from './connection/connect.ts';
import { desktop } from './connection/desktop.ts';
import { DesignRoot } from './design/DesignRoot.tsx';
import { applyTheme } from './design/theme.ts';
import { storedTheme } from './shell/use-theme.ts';
import { Window } from './shell/Window.tsx';
import { WindowContext } from './store/use-window.ts';
import { openWindowStore } from './store/window-store.ts';

applyTheme(storedTheme(), document.documentElement);

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
const store = openWindowStore(connect(), desktop());
createRoot(root).render(
  <StrictMode>
    <DesignRoot>
      <WindowContext value={store}>
        <Window />
      </WindowContext>
    </DesignRoot>
  </StrictMode>,
);
