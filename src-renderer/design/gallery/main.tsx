import '../base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { DesignRoot } from '../DesignRoot.tsx';
import { applyTheme, parseTheme } from '../theme.ts';
import { Gallery } from './Gallery.tsx';

const theme = parseTheme(new URLSearchParams(location.search).get('theme'));
applyTheme(theme, document.documentElement);

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <DesignRoot>
      <Gallery initial={theme} />
    </DesignRoot>
  </StrictMode>,
);
