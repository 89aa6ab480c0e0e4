// What a newcomer does, in a browser: from the set-up link to a figure's proof, a source that stops, a source of one's own,
// the past, both languages, a telephone, a keyboard, no JavaScript.
// node main.test.mjs VIGIE [SCREENSHOTS]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PASSWORD, axe, check, cleanUp, complaints, english, french, makeRepository, noHighHole, noSideways, noSpill, noHiddenColumn, startBrowser, startPrometheus, startVigie, until, widestDays } from './lib.mjs';
import { everyPage } from './pages.mjs';
import { people } from './people.mjs';
import { register } from './register.mjs';

const [binary, screenshots] = process.argv.slice(2);
const BOARDS = ['/strategic', '/steering', '/operational'];
const steps = [];
const step = (name, run) => steps.push({ name, run });
const it = {};

async function open(page, path) {
  const answer = await page.goto(it.vigie.base + path);
  check(`${path}: answered ${answer.status()}`, answer.status() === 200);
  return answer;
}

async function figures(path) {
  const answer = await it.context.request.get(it.vigie.base + path, { headers: { Accept: 'application/json' } });
  check(`${path}: answered ${answer.status()}`, answer.ok());
  return answer.json();
}

const heading = (page) => page.locator('main h1').innerText();
const main = (page) => page.locator('main').innerText();

step('the set-up link chooses a password and opens a board with real figures', async () => {
  it.vigie = await startVigie(binary);
  it.browser = await startBrowser();
  it.context = await it.browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'fr-FR' });
  it.page = await it.context.newPage();
  const { page } = it;
  await page.goto(it.vigie.link);
  await axe(page, 'set-up');
  await page.fill('#password', PASSWORD);
  await page.fill('#again', PASSWORD);
  await page.click('main form button');
  await page.waitForURL(/\/strategic/);
  check('the board says that it is a sample', (await main(page)).includes('Données d’exemple'));
  check(`a heading with a figure: ${await heading(page)}`, /\d/.test(await heading(page)));
});

step('the link serves once; signing out and in again', async () => {
  const { page } = it;
  const again = await it.browser.newContext();
  const used = await (await again.newPage()).goto(it.vigie.link);
  check(`a used link answers ${used.status()}`, used.status() >= 400);
  await again.close();
  await page.locator('.rail .who form[action="/logout"] button:visible').click();
  await page.waitForURL(/\/login/);
  await page.goto(`${it.vigie.base}/steering`);
  check(`signed out: ${page.url()}`, page.url().includes('/login'));
  await page.fill('input[name=login]', 'admin');
  await page.fill('input[type=password]', PASSWORD);
  await page.locator('main form button').first().click();
  await page.waitForURL(/\/steering/);
});

step('the three boards show figures, and say the same in JSON', async () => {
  for (const path of BOARDS) {
    await open(it.page, path);
    const text = await main(it.page);
    check(`${path}: counts`, /\d+[\u00a0\u202f ]sur[\u00a0\u202f ]\d+/.test(text));
    // What is read at its hour may change the figures between the two answers: then both are asked again.
    let said = await figures(path);
    for (let again = 0; again < 5 && said.heading !== await heading(it.page); again++) {
      await open(it.page, path);
      said = await figures(path);
    }
    check(`${path}: the same heading in JSON: ${said.heading}`, said.heading === await heading(it.page));
  }
});

step('the boards, pictured', async () => {
  if (!screenshots) return;
  mkdirSync(screenshots, { recursive: true });
  for (const path of BOARDS) {
    await open(it.page, path);
    await it.page.screenshot({ path: join(screenshots, `${path.split('/').pop()}.png`), fullPage: true });
  }
});

step('a count leads to the failing system, its record, its pull, its source', async () => {
  const { page } = it;
  await open(page, '/operational');
  await page.locator('main a[href^="/indicator/backup_daily"]').first().click();
  await page.waitForURL(/\/indicator\/backup_daily/);
  if (page.url().includes('/subject')) await open(page, '/indicator/backup_daily');
  check(`26 of 27: ${await heading(page)}`, /26\s+sur\s+27/.test(await heading(page)));
  await page.locator('main a', { hasText: 'ost-ged-01' }).first().click();
  await page.waitForURL(/\/subject\?/);
  check('it deviates', (await main(page)).includes('En écart'));
  await page.locator('main tbody a[href^="/record/backup/"]').first().click();
  await page.waitForURL(/\/record\/backup\//);
  check('its source’s own fields', (await main(page)).includes('short_id'));
  await page.locator('main a[href^="/pull/"]').first().click();
  await page.waitForURL(/\/pull\//);
  check('the pull counts', /\d/.test(await main(page)));
  await page.locator('main a[href^="/source/"]').first().click();
  await page.waitForURL(/\/source\//);
  check('the source', (await heading(page)).length > 0);
});

step('last March: another situation, kept from page to page', async () => {
  const { page } = it;
  const now = new Date();
  const year = now.getUTCMonth() >= 3 ? now.getUTCFullYear() : now.getUTCFullYear() - 1;
  await open(page, '/strategic');
  const today = (await figures('/strategic'));
  await page.fill('#au', `31/03/${year}`);
  await page.locator('main form[method=get] button').first().click();
  await page.waitForURL(/au=/);
  check('it says that this is the past', (await main(page)).includes('Vous consultez le passé'));
  const then = await figures(`/strategic?au=${year}-03-31`);
  check('the figures are others', JSON.stringify(then) !== JSON.stringify(today));
  await page.locator('nav:visible a', { hasText: 'Opérationnel' }).first().click();
  await page.waitForURL(/\/operational/);
  check(`the date stays: ${page.url()}`, page.url().includes(`au=${year}-03-31`) || page.url().includes('au=31'));
  check('still the past', (await main(page)).includes('Vous consultez le passé'));
  await page.locator('main a', { hasText: /Revenir à aujourd/ }).first().click();
  check(`back to today: ${page.url()}`, !page.url().includes('au='));
});

async function addSource(connector, name, code, values, period, staleness) {
  const { page } = it;
  await open(page, `/sources/new?connector=${connector}`);
  await page.fill('#name', name);
  await page.fill('#code', code);
  for (const [id, value] of Object.entries(values)) await page.fill(`#o_${id}`, value);
  await page.fill('#period', period);
  await page.fill('#staleness', staleness);
  await page.locator('button[value=test]').click();
  await page.waitForLoadState();
  check(`the test of ${code} answers: ${(await main(page)).slice(0, 900)}`, (await main(page)).includes('Elle répond'));
  for (const id of Object.keys(values)) if (['password'].includes(id)) await page.fill(`#o_${id}`, values[id]);
  await page.locator('button[value=save]').click();
  await page.waitForURL(/\/source\//);
  return page.url();
}

people(step, it, figures);
register(step, it);

step('a restic repository of one’s own is counted within a minute', async () => {
  const repository = makeRepository('srv-neuf', 4);
  const before = await figures('/indicator/backup_success_rate');
  const total = (said) => said.counts.reduce((sum, c) => sum + (['conforming', 'deviating', 'unknown'].includes(c.verdict) ? c.count : 0), 0);
  const source = await addSource('restic', 'Mon dépôt', 'mon-depot', { repository: repository.path, password: repository.password }, '1 h', '2 h');
  await until('the backups to be counted', async () => total(await figures('/indicator/backup_success_rate')) >= total(before) + 3, 60);
  await it.page.goto(source);
  check('the source says what it read', (await main(it.page)).includes('À jour'));
});

step('a Prometheus that stops turns figures stale, then unknown, on the three boards', async () => {
  const prometheus = await startPrometheus();
  const source = await addSource('prometheus', 'Ma supervision', 'ma-supervision', { url: prometheus.url, repeat: '4h' }, '5 s', '25 s');
  const state = async (code) => (await figures(`/indicator/${code}`)).state;
  await it.page.goto(source);
  await until('the first pull', async () => { await it.page.reload(); return (await main(it.page)).includes('À jour'); }, 60);
  await until('availability to be known', async () => (await state('availability')) !== 'unknown', 60);
  prometheus.child.kill('SIGKILL');
  await until('availability to be unknown', async () => (await state('availability')) === 'unknown', 120);
  for (const path of BOARDS) {
    await open(it.page, path);
    const text = await main(it.page);
    check(`${path}: says that the data is stale`, text.includes('Donnée périmée') && text.includes('Ma supervision'));
    const unknown = it.page.locator('main .s-unknown, main [class*="unknown"]');
    check(`${path}: shows unknown`, (await unknown.count()) > 0);
  }
  await it.page.goto(source);
  check('the source is silent', (await main(it.page)).includes('Muette'));
  await it.page.locator('a[href^="/source/"][href$="/remove"]').first().click();
  await it.page.locator('main form button').first().click();
  await until('availability to be known again', async () => (await state('availability')) !== 'unknown', 60);
});

// Each page, by somebody who may see it.
async function eachPage(look) {
  for (const { path, by } of it.pages) {
    const page = by === 'ciso' ? it.second : it.page;
    await open(page, path);
    await look(page, path);
  }
}

// A language or a theme, for both.
async function prefer(name, value) {
  for (const page of [it.page, it.second]) {
    await open(page, '/account');
    await page.locator(`.rail .who button[name=${name}][value=${value}]:visible`).click();
    await page.waitForLoadState();
  }
}

step('links lead to every page that the binary has', async () => {
  const who = { administrator: it.context, ciso: it.second.context() };
  const all = { pages: null, why: null };
  const find = async () => { all.pages = await everyPage(binary, it.vigie.base, who).catch((error) => { all.why = error; return null; }); return all.pages; };
  await until('every page to be led to', find, 90).catch(() => { throw all.why; }); // lists show the minute that is over
  it.pages = all.pages;
});

step('no barrier: axe on each page, in both themes', async () => {
  await eachPage(axe);
  await prefer('theme', 'dark');
  await eachPage(axe);
  await prefer('theme', 'light');
});

step('French as it is printed', async () => {
  await eachPage(french);
  for (const dated of ['client_data_access_justified', 'deployment_automated', 'restore_time']) {
    const path = `/indicator/${dated}/subjects`;
    await open(it.page, path);
    check(`${path}: names hold days`, /, \d+\u00a0[a-zéû]+\.?\u00a0\d{4}/.test(await main(it.page)));
    await french(it.page, path);
  }
});

step('English too, with the same figures', async () => {
  const { page } = it;
  await open(page, '/strategic');
  const before = await figures('/strategic');
  await prefer('lang', 'en');
  await open(page, '/strategic');
  check('the page is in English', (await page.getAttribute('html', 'lang')) === 'en');
  check('no French left', !(await main(page)).includes('Périmètre'));
  const after = await figures('/strategic');
  const numbers = (said) => JSON.stringify(said).match(/"(applied|of|n)":\d+/g)?.join();
  check('the same counts', numbers(before) === numbers(after));
  await eachPage(english);
  await prefer('lang', 'fr');
  await open(page, '/strategic');
  check('French again', (await page.getAttribute('html', 'lang')) === 'fr');
});

step('a telephone: 320 pixels, nothing sideways, nothing over the next column; a small screen: the same', async () => {
  const resize = async (width, height) => { for (const page of [it.page, it.second]) await page.setViewportSize({ width, height }); };
  const eachOnAnyDay = (look) => eachPage(async (page, path) => { await widestDays(page); await look(page, path); });
  await resize(320, 640);
  await eachOnAnyDay(noSideways);
  await eachOnAnyDay(noSpill);
  for (const path of [...BOARDS, '/framework/iso27001-2022']) {
    await open(it.page, path);
    await widestDays(it.page);
    await noHighHole(it.page, path);
  }
  await resize(1024, 768);
  await eachOnAnyDay(noSpill);
  await resize(1440, 900);
  await eachOnAnyDay(noHiddenColumn);
  await resize(1280, 900);
  await eachOnAnyDay(noHiddenColumn);
});

step('the four questions of the strategic board: one row, two or four, and no hole', async () => {
  const { page } = it, rows = {};
  await open(page, '/strategic');
  for (const width of [320, 900, 1120, 1280, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    rows[width] = await page.evaluate(() => new Set([...document.querySelectorAll('.axis')].map((axis) => axis.offsetTop)).size);
  }
  check(`rows by width: ${JSON.stringify(rows)}`, JSON.stringify(rows) === JSON.stringify({ 320: 4, 900: 2, 1120: 2, 1280: 2, 1440: 1 }));
  await page.setViewportSize({ width: 1280, height: 900 });
});

step('a chart on a telephone: its axis stands beside the curve, no text lies on another, the last value is told', async () => {
  const { page } = it;
  await open(page, '/indicator/backup_daily');
  await page.setViewportSize({ width: 320, height: 900 });
  const chart = await page.evaluate(() => {
    const box = (element) => { const r = element.getBoundingClientRect(); return { left: r.left, right: r.right, top: r.top, bottom: r.bottom, text: element.textContent }; };
    const texts = [...document.querySelectorAll('figure svg text')].filter((text) => getComputedStyle(text).display !== 'none').map(box);
    const touches = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return {
      axis: Math.max(...[...document.querySelectorAll('svg.scale text')].map((text) => box(text).right)), curve: box(document.querySelector('.plot svg.wide')).left,
      over: texts.flatMap((a, i) => texts.slice(i + 1).filter((b) => touches(a, b)).map((b) => `${a.text} / ${b.text}`)),
      last: document.querySelector('.plot text.over').textContent };
  });
  check(`the axis ends at ${chart.axis}, the curve begins at ${chart.curve}`, chart.axis <= chart.curve);
  check(`texts that lie on others: ${chart.over}`, chart.over.length === 0);
  check(`the last value is told: ${chart.last}`, (await heading(page)).includes(chart.last));
  await page.setViewportSize({ width: 1280, height: 900 });
});

step('on paper, what stands side by side on a screen stands one below the other: pages are filled', async () => {
  const { page } = it;
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 710, height: 1000 }); // A4 less its margins
  for (const path of ['/rule/12.1', '/indicator/backup_daily', '/steering']) {
    await open(page, path);
    const beside = await page.evaluate(() => [...document.querySelectorAll('.g21')].filter((row) => new Set([...row.children].map((part) => part.offsetLeft)).size > 1).length);
    check(`${path}: ${beside} rows of columns`, beside === 0);
    const block = await page.evaluate(() => new Set([...document.querySelectorAll('.block > *')].map((cell) => cell.offsetTop)).size);
    check(`${path}: the title block has ${block} rows`, block === 1);
  }
  await page.emulateMedia({ media: null });
  await page.setViewportSize({ width: 1280, height: 900 });
});

step('a keyboard: the first key leads to the content, focus is seen', async () => {
  const { page } = it;
  await open(page, '/strategic');
  await page.keyboard.press('Tab');
  check('the first stop leads to the content', (await page.evaluate(() => document.activeElement.getAttribute('href'))) === '#content');
  await page.keyboard.press('Enter');
  check('the content has the focus', (await page.evaluate(() => document.activeElement.id)) === 'content');
  await page.keyboard.press('Tab');
  const seen = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  check(`the focus is seen: ${seen}`, seen !== 'none');
});

step('without JavaScript, and nothing inline anywhere', async () => {
  const bare = {};
  for (const [who, of] of [['administrator', it.context], ['ciso', it.second.context()]]) {
    const context = await it.browser.newContext({ javaScriptEnabled: false, storageState: await of.storageState() });
    bare[who] = await context.newPage();
  }
  for (const { path, by } of it.pages) {
    await open(bare[by], path);
    check(`${path}: a heading`, (await bare[by].locator('main h1').count()) === 1);
    const html = await bare[by].content();
    check(`${path}: nothing inline`, !/<script|\sstyle="|\son[a-z]+="/i.test(html));
  }
  for (const page of Object.values(bare)) await page.context().close();
});

step('the sample goes, with its figures; what is one’s own stays', async () => {
  const { page } = it;
  await open(page, '/sample/remove');
  await page.locator('main form button').first().click();
  await until('the sample to be gone', async () => {
    await page.goto(`${it.vigie.base}/sources`);
    return !(await main(page)).includes('Sauvegardes, dépôt Ouest');
  }, 90);
  check('one’s own source stays', (await main(page)).includes('Mon dépôt'));
  await until('no banner on the board', async () => { await open(page, '/strategic'); return !(await main(page)).includes('Données d’exemple'); }, 30);
});

let failed = 0;
try {
  for (const { name, run } of steps) {
    const start = Date.now();
    try {
      await run();
      console.log(`ok   ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${name}: ${error.message}\n     at ${it.page?.url()}`);
      if (!it.page || it.page.url() === 'about:blank') break;
    }
  }
} finally {
  if (failed > 0 && it.vigie?.logs) console.log(complaints(it.vigie.logs));
  await cleanUp();
}
console.log(failed === 0 ? 'all passed' : `${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
