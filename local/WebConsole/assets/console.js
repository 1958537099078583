// What pages do beside being read: they copy values, open what a link leads to, filter rows, and follow what runs.
(() => {
  'use strict';

  document.documentElement.classList.add('with-script');

  const copy = async (button) => {
    const value = button.closest('.payload').querySelector('pre').textContent;
    try {
      await navigator.clipboard.writeText(value);
      button.firstChild.textContent = 'Copied';
    } catch {
      // Where the clipboard is not allowed, the value is selected for the keyboard's own command.
      getSelection().selectAllChildren(button.closest('.payload').querySelector('pre'));
      button.firstChild.textContent = 'Selected';
    }
    setTimeout(() => { button.firstChild.textContent = 'Copy'; }, 1500);
  };

  const openTarget = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) {
        at.open = true;
      }
    }
    if (target instanceof HTMLDetailsElement) {
      target.scrollIntoView({ block: 'nearest' });
      target.querySelector('summary').focus({ preventScroll: true });
    }
  };

  const filter = (field) => {
    const text = field.value.toLowerCase();
    for (const row of document.querySelectorAll(`#${CSS.escape(field.dataset.filter)} tbody tr`)) {
      row.hidden = !row.textContent.toLowerCase().includes(text);
    }
  };

  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element && event.target.closest('[data-copy]');
    if (button) {
      copy(button);
    }
    const link = event.target instanceof Element && event.target.closest('a[href^="#"], .graph a');
    if (link && link.getAttribute('href') === location.hash) {
      openTarget();
    }
  });
  document.addEventListener('input', (event) => {
    if (event.target instanceof HTMLInputElement && event.target.dataset.filter) {
      filter(event.target);
    }
  });
  addEventListener('hashchange', openTarget);
  openTarget();

  // A graph that is too wide begins where its machine does.
  for (const graph of document.querySelectorAll('.graph')) {
    const start = graph.querySelector('.start');
    if (start && graph.scrollWidth > graph.clientWidth) {
      const [inner, outer] = [start.getBoundingClientRect(), graph.getBoundingClientRect()];
      graph.scrollLeft += inner.left - outer.left - (outer.width / 2);
    }
  }

  // Each part as the server sent it.
  const sources = new WeakMap();

  // Only what differs is replaced, and what is open stays open.
  const replace = (old, fresh) => {
    for (const details of old.querySelectorAll('details[open][id]')) {
      const same = fresh.querySelector(`#${CSS.escape(details.id)}`);
      if (same) {
        same.open = true;
      }
    }
    const places = [...old.querySelectorAll('.graph, .states, .scroll')].map((part) => [part.scrollLeft, part.scrollTop]);
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const way = focused && (focused.id ? `#${CSS.escape(focused.id)}` : focused.getAttribute('href') && `[href="${CSS.escape(focused.getAttribute('href'))}"]`);
    old.replaceWith(fresh);
    [...fresh.querySelectorAll('.graph, .states, .scroll')].forEach((part, number) => {
      [part.scrollLeft, part.scrollTop] = places[number] ?? [0, 0];
    });
    if (way) {
      fresh.querySelector(way)?.focus({ preventScroll: true });
    }
  };

  const isInUse = (part) =>
    (part.contains(document.activeElement) && document.activeElement.matches('input, textarea, select'))
    || (!getSelection().isCollapsed && part.contains(getSelection().anchorNode));

  const refresh = async () => {
    const answer = await fetch(location.href, { credentials: 'same-origin' });
    if (!answer.ok) {
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of fresh.querySelectorAll('[data-live]')) {
      const old = document.getElementById(part.id);
      if (!old) {
        location.reload();
        return;
      }
      const adopted = document.adoptNode(part);
      const source = adopted.outerHTML;
      if (sources.get(old) !== source && !isInUse(old)) {
        replace(old, adopted);
        sources.set(adopted, source);
      }
    }
    document.body.dataset.version = fresh.body.dataset.version;
  };

  if (document.body.dataset.version !== undefined) {
    const live = document.querySelector('.live');
    const source = new EventSource(`/console/changes?execution=${encodeURIComponent(document.body.dataset.execution ?? '')}`);
    let isBusy = false;
    let wanted = null;
    const follow = async () => {
      if (isBusy) {
        return;
      }
      isBusy = true;
      while (wanted !== null && wanted !== document.body.dataset.version) {
        wanted = null;
        await refresh().catch(() => {});
      }
      isBusy = false;
    };
    for (const part of document.querySelectorAll('[data-live]')) {
      sources.set(part, part.outerHTML);
    }
    source.onopen = () => { live.hidden = false; };
    source.onerror = () => { live.hidden = true; };
    source.onmessage = (event) => {
      wanted = event.data;
      follow();
    };
  }
})();
