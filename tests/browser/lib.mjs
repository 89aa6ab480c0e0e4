// What the browser tests share: Vigie started as a newcomer starts it, a browser, a real Prometheus, a real restic
// repository, and checks that say where they failed.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, chmodSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

export const PASSWORD = 'onze chats gris mangent la nuit';
const axePath = createRequire(import.meta.url).resolve('axe-core');
const cleanups = [];

export function later(undo) { cleanups.unshift(undo); }

export async function cleanUp() {
  for (const undo of cleanups.splice(0)) {
    try { await undo(); } catch (error) { console.error('clean-up:', error.message); }
  }
}

export function folder(mode = 0o755) {
  const made = mkdtempSync(join(tmpdir(), 'vigie-browser-'));
  chmodSync(made, mode);
  later(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => done(port)); });
  });
}

// Polls `probe` until it gives something true; says what was waited for otherwise.
export async function until(what, probe, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${seconds} s for: ${what}`);
    await new Promise((go) => setTimeout(go, 500));
  }
}

function ended(child) {
  return new Promise((done) => (child.exitCode !== null || child.signalCode !== null ? done() : child.once('exit', done)));
}

export async function stop(child, signal = 'SIGINT') {
  child.kill(signal);
  await ended(child);
}

// `vigie run` on a new folder, with the sample organisation: its address and the one-time link that it prints.
// VIGIE_SETUP_LINK: one that runs already, with the sample loaded.
export async function startVigie(binary) {
  const running = process.env.VIGIE_SETUP_LINK;
  if (running) return { link: running, base: new URL(running).origin };
  const data = folder();
  const port = await freePort();
  let said = '';
  const child = spawn(binary, ['run', '--data-dir', join(data, 'data'), '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  later(() => stop(child));
  child.stdout.on('data', (chunk) => { said += chunk; });
  child.stderr.on('data', (chunk) => { said += chunk; });
  const link = await until('the set-up link', () => {
    if (child.exitCode !== null) throw new Error(`vigie run ended: ${said}`);
    return said.match(/http:\/\/\S+\/setup\/\S+/)?.[0];
  }, 600).catch((error) => { throw new Error(`${error.message}\n${said}`); });
  await until('the sample to be loaded', () => said.includes('Ctrl-C'), 600);
  check(`the sample is loaded: ${said}`, !said.includes('not loaded'));
  return { link, base: new URL(link).origin, logs: join(data, 'data', 'log') };
}

// What the processes said that was not information, for the one who reads a failure.
export function complaints(logs) {
  try {
    return execFileSync('sh', ['-c', 'tail -n +1 "$0"/*.log | grep -vE \'"level":"info"|^$\' | tail -n 60', logs], { encoding: 'utf8' });
  } catch (error) {
    return error.message;
  }
}

export async function startBrowser() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
  later(() => browser.close());
  return browser;
}

// A real Prometheus that watches itself as an application, with a rule and a short interval.
export async function startPrometheus() {
  const home = folder();
  const port = await freePort();
  const alertmanager = await freePort();
  writeFileSync(join(home, 'rules.yml'), 'groups:\n- name: pssi\n  rules:\n  - alert: ApplicationIndisponible\n    expr: up == 0\n    for: 2s\n    labels: {severity: critical}\n');
  writeFileSync(join(home, 'prometheus.yml'), `global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [rules.yml]\n` +
    `alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:${alertmanager}"]}]}]}\n` +
    `scrape_configs:\n- job_name: applications\n  static_configs: [{targets: ["127.0.0.1:${port}"], labels: {asset: wiki}}]\n`);
  const child = spawn('prometheus', [`--config.file=${join(home, 'prometheus.yml')}`, `--storage.tsdb.path=${join(home, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'], { stdio: 'ignore', cwd: home });
  later(() => stop(child, 'SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  await until('Prometheus to answer', async () => (await fetch(`${url}/-/ready`).catch(() => null))?.ok);
  await until('Prometheus to have scraped', async () => {
    const answer = await (await fetch(`${url}/api/v1/query?query=up`)).json();
    return answer.data.result.length > 0;
  });
  return { url, child };
}

// A restic repository with the snapshots of one host, a day apart, that everybody may read.
export function makeRepository(host, nights) {
  const home = folder();
  const repository = join(home, 'depot');
  const content = join(home, 'contenu');
  mkdirSync(content);
  writeFileSync(join(content, 'a.txt'), 'contenu');
  const environment = { ...process.env, RESTIC_PASSWORD: 'secret du dépôt', RESTIC_REPOSITORY: repository, HOME: home };
  const restic = (...args) => execFileSync('restic', ['--no-cache', '-q', ...args], { env: environment });
  restic('init');
  for (let n = nights; n > 0; n--) {
    const at = new Date(Date.now() - n * 86400000).toISOString().slice(0, 10);
    restic('backup', '--host', host, '--time', `${at} 02:00:00`, content);
  }
  execFileSync('chmod', ['-R', 'a+rX', home]);
  return { path: repository, password: environment.RESTIC_PASSWORD };
}

// ---- checks ----
export function check(what, right) {
  if (!right) throw new Error(what);
}

export async function axe(page, what) {
  await page.addScriptTag({ path: axePath }).catch(() => null);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource());
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  check(`${what}: ${violations.map((v) => `${v.id} (${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')})`).join('; ')}`, violations.length === 0);
}

let source = null;
function axeSource() {
  source ??= execFileSync('cat', [axePath], { encoding: 'utf8', maxBuffer: 16 << 20 });
  return source;
}

// What French typography asks of a page's text, outside of code and of what people typed.
export async function french(page, what) {
  const text = await page.evaluate(() => {
    const copy = document.querySelector('main').cloneNode(true);
    for (const e of copy.querySelectorAll('.mono, code, pre, input, textarea, option, .break, title')) e.remove();
    return copy.textContent;
  });
  for (const [name, wrong] of [
    ['an ordinary space before %', /\d %/], ['no space before %', /\d%/], ['a straight apostrophe', /[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]/],
    ['a decimal point', /\d\.\d+[\u00a0\u202f ]?%/], ['an ordinary space before a colon', /[a-zà-ÿ] [:;?!]/], ['an English date', /\d{4}-\d\d-\d\d(?!T)/]]) {
    const found = text.match(wrong);
    check(`${what}: ${name}: "${found && text.slice(Math.max(0, found.index - 30), found.index + 30)}"`, !found);
  }
}

// No word of ours left in French on an English page; what sources and people said may be French.
export async function english(page, what) {
  check(`${what}: in English`, (await page.getAttribute('html', 'lang')) === 'en');
  const text = await page.evaluate(() => [...document.querySelectorAll('main th[scope=col], main dt, main label:not(.check label), main button, main legend, main .btn')]
    .map((e) => e.textContent).join('\n'));
  const found = text.match(/[^\n]*\b(de|du|des|la|le|les|une|Périmètre|État|Règle|Jusqu’au|Raison)\b[^\n]*/);
  check(`${what}: French on an English page: ${found?.[0]}`, !found);
}

// Writes each day and month of a French page as the widest there is, but for charts, which place their own: what fits on the day of
// the tests fits on the others.
export async function widestDays(page) {
  await page.evaluate(() => {
    const short = /\d+(er)?\u00a0(janv\.|févr\.|mars|avr\.|mai|juin|juil\.|août|sept\.|oct\.|nov\.|déc\.)/g;
    const long = /(\d+(?:er)?\u00a0)?(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(?= \d{4})/g;
    const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (!text.parentElement.closest('svg')) text.data = text.data.replace(long, (all, day) => `${day ? '1er\u00a0' : ''}septembre`).replace(short, '1er\u00a0sept.');
    }
  });
}

export async function noSideways(page, what) {
  const { width, wide } = await page.evaluate(() => ({ width: document.documentElement.scrollWidth, wide: window.innerWidth }));
  check(`${what}: ${width} px wide in a window of ${wide}`, width <= wide);
}

// On a usual screen a table shows all its columns: what one would scroll to is not seen, and some of it is alarming. What the title block
// says stays within its cells.
export async function noHiddenColumn(page, what) {
  await noSideways(page, what);
  const hidden = await page.evaluate(() => [...document.querySelectorAll('.scroll, .block > div')]
    .filter((box) => box.checkVisibility() && !box.closest('details:not([open])') && box.scrollWidth > box.clientWidth + 1)
    .map((box) => `${box.innerText.slice(0, 40)}: ${box.scrollWidth} px in ${box.clientWidth}`));
  check(`${what}: columns that are not seen: ${hidden.join(' | ')}`, hidden.length === 0);
}

// What makes a row much higher than a screen's few lines is seen without scrolling sideways: else it is a hole.
export async function noHighHole(page, what) {
  const MOST = 120;
  const holes = await page.evaluate((most) => {
    const height = (cell) => { const range = document.createRange(); range.selectNodeContents(cell); return range.getBoundingClientRect().height; };
    return [...document.querySelectorAll('main tbody tr')].filter((row) => row.checkVisibility()).flatMap((row) => [...row.cells])
      .filter((cell) => height(cell) > most && cell.getBoundingClientRect().left > window.innerWidth * 0.9)
      .map((cell) => `${cell.parentElement.cells[0].innerText.slice(0, 30)}: ${Math.round(height(cell))} px`);
  }, MOST);
  check(`${what}: rows high for what is not seen: ${holes.join(' | ')}`, holes.length === 0);
}

// What a cell of a table holds stays within it: in a table of fixed columns a word too wide covers the next one.
export async function noSpill(page, what) {
  const spilt = await page.evaluate(() => {
    const seen = (text) => text.data.trim() !== '' && !text.parentElement.closest('.vh');
    const right = (text) => { const range = document.createRange(); range.selectNode(text); return range.getBoundingClientRect().right; };
    const spills = (cell) => {
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), edge = cell.getBoundingClientRect().right + 1;
      while (texts.nextNode()) if (seen(texts.currentNode) && right(texts.currentNode) > edge) return true;
      return false;
    };
    return [...document.querySelectorAll('main td, main th')].filter(spills).map((cell) => cell.innerText.slice(0, 40));
  });
  check(`${what}: wider than their cells: ${spilt.slice(0, 3).join(' | ')}`, spilt.length === 0);
}
