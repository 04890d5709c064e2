// The whole page: shows the version stamp and the items, adds one, and shows the last call's correlation id.

const at = (id) => document.getElementById(id);
const REFRESH_MS = 3000;

/** Calls the api and resolves to its JSON; rejects with the api's own words when it refuses. */
async function call(path, options) {
  const response = await fetch(`/api${path}`, options);
  const body = await response.json().catch(() => ({}));
  if (options) at('correlation').textContent = response.headers.get('x-correlation-id') ?? 'none';
  if (!response.ok) throw new Error(wordsOf(body) ?? `the api answered ${response.status}`);
  return body;
}

/** FastAPI refuses with a text, or with a list when the request itself was malformed. */
function wordsOf({ detail }) {
  return Array.isArray(detail) ? detail.map((one) => one.msg).join('; ') : detail;
}

function rowFor(item) {
  const row = document.createElement('li');
  const state = document.createElement('span');
  state.textContent = item.finished_at ? 'inspected' : 'waiting for inspection';
  state.title = item.correlation_id ? `inspected under ${item.correlation_id}` : '';
  state.className = item.finished_at ? 'done' : '';
  row.append(item.name, state);
  return row;
}

async function showItems() {
  const items = await call('/items');
  at('items').replaceChildren(...items.map(rowFor));
  at('count').textContent = items.length ? `${items.length}` : '';
  at('empty').hidden = items.length > 0;
  return items.every((item) => item.finished_at);
}

async function showStamp() {
  const stamp = await call('/version');
  at('stamp').textContent = `version ${stamp.APP_VERSION}, commit ${stamp.GIT_SHA}, built ${stamp.BUILD_DATE}`;
}

function say(text) {
  at('message').textContent = text;
}

async function add(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector('button');
  button.disabled = true;
  try {
    const item = await call('/items', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: at('name').value }),
    });
    form.reset();
    say(`${item.name} added`);
    await showItems();
    setTimeout(refresh, 300);
  } catch (error) {
    say(error.message);
  } finally {
    button.disabled = false;
    at('name').focus();
  }
}

async function refresh() {
  try {
    await Promise.all([showItems(), showStamp()]);
    if (at('message').dataset.trouble) say('');
    delete at('message').dataset.trouble;
  } catch (error) {
    at('message').dataset.trouble = 'yes';
    say(error.message);
  }
}

at('add').addEventListener('submit', add);
refresh();
setInterval(() => document.hidden || refresh(), REFRESH_MS);
