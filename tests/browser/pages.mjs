// Every page of the binary, with an address that shows it: found by following links from the boards, as people would.
import { execFileSync } from 'node:child_process';
import { check } from './lib.mjs';

// What is no page to look at once signed in: files, a redirection, the health of the process, signing in.
const NOT_PAGES = /^\/(healthz|static\/.*|evidence\/.*|template\/.*|login|setup\/.*)?$|\.(csv|pdf)$/;
const KINDS = { int: '[0-9]+', rule: '[0-9.]+', name: '[a-z0-9_]+', code: '[a-z0-9_-]+' };
// Shown one by one, for each is another page to read.
const EACH = /^\/framework\//;

// The pages that `vigie help pages` lists: [{ pattern, matches, roles }].
function patterns(binary) {
  const said = execFileSync(binary, ['help', 'pages'], { encoding: 'utf8' }).split('## Forms')[0];
  return [...said.matchAll(/^\| `(\/[^`]*)` \| ([^|]*) \|/gm)].filter(([, pattern]) => !NOT_PAGES.test(pattern)).map(([, pattern, roles]) => ({
    pattern, roles, matches: new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/\{\w+:(\w+)\}/g, (whole, kind) => KINDS[kind])}$`) }));
}

function addresses(html) {
  return [...html.matchAll(/href="(\/[^"#]*)/g)].map(([, href]) => href.replaceAll('&amp;', '&'));
}

// What makes an address another page to look at than one seen already: its pattern, the names of its query.
function keyOf(url, all) {
  const found = all.find(({ matches }) => matches.test(url.pathname));
  if (!found) return null;
  if (EACH.test(url.pathname)) return { key: url.pathname, ...found };
  return { key: [found.pattern, ...[...url.searchParams.keys()].sort()].join(' '), ...found };
}

// [{ path, by }], `by` being who of `people` ({ administrator, ciso }, browser contexts) may see it. Others of a page that was
// seen already are followed only while a page is missing, those of the page least followed first. Fails when no link leads to one.
export async function everyPage(binary, base, people) {
  const MOST = 60;
  const all = patterns(binary);
  check('the binary lists its pages', all.length > 30);
  const pages = new Map(), followed = new Set(), spare = new Map(), queue = ['/strategic', '/steering', '/operational'];
  const missing = () => all.filter(({ pattern }) => ![...pages.values()].some((page) => page.pattern === pattern)).map(({ pattern }) => pattern);
  const follow = async (path, page) => {
    followed.add(path);
    const by = /every role|administrator/.test(page.roles) ? 'administrator' : 'ciso';
    if (!pages.has(page.key)) pages.set(page.key, { path, by, pattern: page.pattern });
    for (const who of Object.keys(people)) {
      const answer = await people[who].request.get(base + path);
      if (who === by) check(`${path}: answered ${answer.status()}`, answer.status() === 200);
      if (answer.ok()) queue.push(...addresses(await answer.text()));
    }
  };
  for (;;) {
    while (queue.length > 0) {
      const path = queue.shift(), url = new URL(path, base);
      const page = keyOf(url, all);
      if (!page || followed.has(path) || url.searchParams.has('au') || url.searchParams.has('perimeter')) continue;
      if (!pages.has(page.key)) await follow(path, page);
      else if (!spare.has(page.key)) spare.set(page.key, { page, paths: new Set([path]), tried: 0 });
      else spare.get(page.key).paths.add(path);
    }
    const [next] = [...spare.values()].filter(({ paths, tried }) => paths.size > 0 && tried < MOST).sort((a, b) => a.tried - b.tried);
    if (!next || missing().length === 0) break;
    const [path] = next.paths;
    next.paths.delete(path);
    next.tried++;
    if (!followed.has(path)) await follow(path, next.page);
  }
  check(`no link leads to ${missing().join(', ')}`, missing().length === 0);
  return [...pages.values()];
}
