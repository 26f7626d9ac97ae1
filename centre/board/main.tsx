/** The way in: hands the board the browser's fetch, event stream, clock and printer; it decides nothing. */
import { render } from 'preact';
import type { LiveEventName } from '../../shared/contract/board-api.ts';
import '../../shared/screen/fonts.css';
import { makeApi } from './api.ts';
import { Board } from './app.tsx';
import { type BoardFigures, openFeed } from './feed.ts';

const archiveYear = 2019;
const headers = { 'content-type': 'application/json' };
const api = makeApi((path, body) =>
  body === undefined
    ? fetch(path, { cache: 'no-store' })
    : fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }),
);
const now = () => Date.now();

function later(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

function tick(run: () => void): () => void {
  const timer = setInterval(run, 1_000);
  return () => clearInterval(timer);
}

/** The browser itself calls again when the stream breaks. */
function listen(onNotice: (name: LiveEventName) => void): () => void {
  const stream = new EventSource('/api/live');
  const names: readonly LiveEventName[] = ['fleet', 'ratings', 'tasks'];
  for (const name of names) stream.addEventListener(name, () => onNotice(name));
  return () => stream.close();
}

const open = (show: (figures: BoardFigures) => void) =>
  openFeed({ api, now, later, listen, archiveYear }, show);
const print = () => window.print();

const place = document.getElementById('root');
if (place !== null) {
  render(
    <Board api={api} open={open} now={now} tick={tick} archiveYear={archiveYear} print={print} />,
    place,
  );
}
