// Keys, the countdown of a claim, and drafts that survive a lost session. Every page works without it.

const isTyping = ({ target }) => target.closest('input, textarea, select, dialog') !== null;

function moveRow(step) {
  const rows = [...document.querySelectorAll('[data-row]')];
  const place = rows.indexOf(document.activeElement);
  const next = place === -1 ? (step > 0 ? 0 : rows.length - 1) : place + step;
  rows[next]?.focus();
}

function useKey(key) {
  const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (found === null) return false;
  if (found.matches('button, a')) found.click();
  else found.focus();
  return true;
}

document.addEventListener('keydown', (event) => {
  if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  if (key === 'j' || key === 'k') moveRow(key === 'j' ? 1 : -1);
  else if (key === '?') document.querySelector('#keys')?.showModal();
  else if (!/^[a-z]$/.test(key) || !useKey(key)) return;
  event.preventDefault();
});

function showLeft(place) {
  const left = Math.ceil((Date.parse(place.dataset.until) - Date.now()) / 1_000);
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  place.textContent = left > 0 ? ` for ${clock} more` : ' no longer: the time is over';
}

for (const place of document.querySelectorAll('[data-until]')) {
  showLeft(place);
  setInterval(showLeft, 1_000, place);
}

// A draft goes when what was sent has arrived: not while the page says that it was refused, or asks to sign in again.
const sent = sessionStorage.getItem('stillwatch:sent');
if (sent !== null && document.querySelector('.who') !== null) {
  sessionStorage.removeItem('stillwatch:sent');
  if (document.querySelector('[role=alert]') === null) sessionStorage.removeItem(sent);
}

for (const form of document.querySelectorAll('[data-draft]')) {
  const name = `stillwatch:${form.dataset.draft}`;
  const draft = JSON.parse(sessionStorage.getItem(name) ?? '{}');
  for (const field of ['policy_clause', 'reason']) {
    const input = form.elements.namedItem(field);
    if (input.value === '') input.value = draft[field] ?? '';
  }
  form.addEventListener('input', () => {
    const { policy_clause: clause, reason } = Object.fromEntries(new FormData(form));
    sessionStorage.setItem(name, JSON.stringify({ policy_clause: clause, reason }));
  });
  form.addEventListener('submit', () => {
    sessionStorage.setItem('stillwatch:sent', name);
  });
}
