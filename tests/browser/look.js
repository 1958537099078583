// Looks at pages in Chromium and prints what is wrong with them, a line each. Reads one JSON object from standard input:
//   {"open": URL that is loaded first, "pages": [{"name", "url", "state"?: name of a state that is opened by keyboard,
//     "steps": [{"press": what a button or a summary says, "shows": selector of what is seen then}]}],
//    "widths": [1280, 390], "schemes": ["light", "dark"], "shots": folder for pictures, or null}
// Where there is no Chromium it prints "no browser" alone.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const request = JSON.parse(readFileSync(0, 'utf8'));

// Debian's own, Google's, or the one that playwright-core has installed.
const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', chromium.executablePath()].find(existsSync);
if (!executable) {
  console.log('no browser');
  process.exit(0);
}

const browser = await chromium.launch({ executablePath: executable });
for (const width of request.widths) {
  for (const scheme of request.schemes) {
    await look(width, scheme);
  }
}
await browser.close();

async function look(width, scheme) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  let name = 'open';
  const tell = (problem) => console.log(`${name} at ${width}, ${scheme}: ${problem.replaceAll('\n', ' ')}`);
  const own = new URL(request.open);
  page.on('console', (message) => message.type() === 'error' && tell(`the browser says: ${message.text()}`));
  page.on('pageerror', (error) => tell(`the script fails: ${error.message}`));
  page.on('dialog', (dialog) => { tell(`a dialog opens: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (asked) => isForeign(new URL(asked.url()), own) && tell(`it asks for ${asked.url()}`));
  await page.goto(request.open);
  for (const { name: title, url, state, steps } of request.pages) {
    name = title;
    await page.goto(url);
    await page.locator('html.with-script').waitFor({ state: 'attached' });
    if (request.shots) {
      await page.screenshot({ path: join(request.shots, `${title}-${width}-${scheme}.png`), fullPage: true });
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) {
      tell(`it is ${overflow} pixels wider than the window`);
    }
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document));
    for (const { id, help, nodes } of violations) {
      tell(`axe ${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html).join(' ')}`);
    }
    if (scheme === request.schemes[0]) {
      await reachAll(page, tell);
    }
    if (state) {
      await open(page, state, tell);
    }
    for (const step of steps) {
      await press(page, step, tell);
    }
  }
  await context.close();
}

// In a file nothing is to be asked for but the file; of a server nothing of another.
function isForeign(url, own) {
  return url.protocol === 'file:' ? url.pathname !== own.pathname : url.origin !== own.origin && url.protocol !== 'data:';
}

// Whatever can be used is come to by Tab.
async function reachAll(page, tell) {
  const wanted = await page.evaluate(() => {
    document.activeElement.blur();
    const all = [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }));
    all.forEach((element, number) => { element.dataset.stop = number; });
    return all.length;
  });
  const reached = new Set();
  for (let i = 0; i < 2 * wanted + 50 && reached.size < wanted; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => document.activeElement.dataset.stop);
    if (stop !== undefined) {
      reached.add(stop);
    }
  }
  if (reached.size < wanted) {
    const lost = await page.evaluate(
      (known) => [...document.querySelectorAll('[data-stop]')].find((element) => !known.includes(element.dataset.stop))?.outerHTML, [...reached]);
    tell(`the keyboard does not come to ${wanted - reached.size} of ${wanted}, such as ${lost}`);
  }
}

// A state of a graph is opened by Enter.
async function open(page, state, tell) {
  const node = page.locator('.graph a.node').filter({ hasText: state }).first();
  const target = decodeURIComponent(await node.getAttribute('href')).slice(1);
  await node.focus();
  await page.keyboard.press('Enter');
  // The page hears of its new address in a task of its own, after the key.
  await page.locator(`details[open][id="${target}"]`).waitFor({ state: 'attached', timeout: 10_000 })
    .catch(() => tell(`Enter on the state ${state} does not open it`));
}

// A button, or what unfolds a part, is used by Enter.
async function press(page, { press, shows }, tell) {
  const seen = page.locator(shows).filter({ visible: true }).first();
  await page.locator('button, summary').filter({ hasText: new RegExp(`^${press}$`) }).filter({ visible: true }).first()
    .press('Enter', { timeout: 10_000 }).then(() => seen.waitFor({ timeout: 10_000 }))
    .catch(() => tell(`Enter on "${press}" does not show ${shows}`));
}
