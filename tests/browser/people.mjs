// What takes two people: a waiver, an attestation with its evidence, a target of the rules; and what the journal keeps of it.
import { PASSWORD, axe, check, french, until } from './lib.mjs';

// Somebody else, in a browser of their own, through the link that the administrator is given.
async function join(it, login, name, role) {
  await it.page.goto(`${it.vigie.base}/users`);
  await it.page.fill('#login', login);
  await it.page.fill('#name', name);
  await it.page.selectOption('#role', role);
  await it.page.locator('main form.form button').first().click();
  const link = await it.page.locator('main .banner code').innerText();
  const context = await it.browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'fr-FR' });
  const page = await context.newPage();
  await page.goto(it.vigie.base + new URL(link).pathname);
  await page.fill('#password', PASSWORD);
  await page.fill('#again', PASSWORD);
  await page.click('main form button');
  await page.waitForURL(/\/(strategic|steering|operational)/);
  return page;
}

const main = (page) => page.locator('main').innerText();

export function people(step, it, figures) {
  const open = async (page, path) => {
    const answer = await page.goto(it.vigie.base + path);
    check(`${path}: answered ${answer.status()}`, answer.status() === 200);
  };

  step('a second person is given a link, and comes in', async () => {
    it.second = await join(it, 'camille', 'Camille Roy', 'ciso');
    check('under their own name', (await it.second.locator('.rail .who').first().innerText()).includes('Camille Roy'));
  });

  step('a waiver asked by one is approved by the other', async () => {
    const waived = async () => (await figures('/indicator/backup_daily')).counts.find((c) => c.verdict === 'waived')?.count ?? 0;
    const before = await waived();
    await open(it.page, '/waivers/new?indicator=backup_daily');
    await it.page.locator('input[name="subjects[]"]').first().check();
    await it.page.fill('#f-reason', 'Le support du matériel est attendu.');
    await it.page.fill('#f-compensation', 'Une copie est faite à la main chaque soir.');
    await it.page.locator('main form.form button.main').click();
    await it.page.waitForURL(/\/waiver\/\d+/);
    const waiver = new URL(it.page.url()).pathname;
    check('its requester does not approve it', (await it.page.locator('button[value=approve]').count()) === 0);
    check('nothing changed', (await waived()) === before);
    await open(it.second, waiver);
    await axe(it.second, waiver);
    await it.second.fill('#decision', 'D’accord jusqu’à la livraison.');
    await it.second.locator('button[value=approve]').click();
    await it.second.waitForLoadState();
    check('both have signed', (await main(it.second)).includes('Camille Roy') || (await main(it.second)).includes('camille'));
    await until('the subject to be under waiver', async () => (await waived()) === before + 1, 90);
    await open(it.page, '/waivers?state=in_force');
    check('the register holds it', (await main(it.page)).includes('Sauvegardes quotidiennes'));
  });

  step('an attestation with a file is read over by the other', async () => {
    await open(it.page, '/attestations');
    await it.page.locator('main tbody td a[href^="/attest/"]').first().click();
    await it.page.waitForURL(/\/attest\//);
    await it.page.locator('input[name=result][value=passed]').check();
    await it.page.fill('#statement', 'Essai fait avec le gardien, de nuit.');
    await it.page.setInputFiles('#evidence', { name: 'relevé.txt', mimeType: 'text/plain', buffer: Buffer.from('déclenchée à 22 h 04\n') });
    await it.page.locator('main form.form button.main').click();
    await it.page.waitForURL(/\/attestations\/\d+/);
    const attestation = new URL(it.page.url()).pathname;
    check('its author does not read it over', (await it.page.locator('button[value=accepted]').count()) === 0);
    await open(it.second, attestation);
    await french(it.second, attestation);
    const file = await it.second.locator('a[href^="/evidence/"]').first().getAttribute('href');
    const answer = await it.second.context().request.get(it.vigie.base + file);
    check('the evidence is what was sent', (await answer.text()) === 'déclenchée à 22 h 04\n');
    check('it is saved, not shown', answer.headers()['content-disposition'].startsWith('attachment'));
    await it.second.locator('button[value=accepted]').click();
    await it.second.waitForLoadState();
    check('it says who read it over', (await main(it.second)).includes('Lue par') || (await main(it.second)).includes('amille'));
    check('it is over', (await it.second.locator('button[value=accepted]').count()) === 0);
  });

  step('a target changes after a look at the twelve months it would have made', async () => {
    await open(it.page, '/indicator/awareness_current');
    check('an administrator changes no target', (await it.page.locator('a[href$="/threshold"]').count()) === 0);
    await open(it.second, '/indicator/awareness_current/threshold');
    await it.second.fill('#f-target', '100');
    await it.second.fill('#f-reason', 'Plus aucune exception.');
    await it.second.locator('button[value=preview]').first().click();
    await it.second.waitForLoadState();
    check('twelve months are shown', (await it.second.locator('#preview ~ *, [aria-labelledby=preview] tbody tr').count()) >= 12);
    await it.second.locator('button[value=adopt]').click();
    await it.second.waitForURL(/\/indicator\/awareness_current/);
    check('the change is told, with its reason', (await main(it.second)).includes('Plus aucune exception.'));
  });

  step('where a rule does not apply is stated by one, for the other to review', async () => {
    await open(it.second, '/rule/12.1/applicability');
    await it.second.locator('input[name=applies][value=no]').check();
    await it.second.fill('#f-reason', 'Rien à sauvegarder ici.');
    await it.second.locator('button[value=preview]').first().click();
    await it.second.waitForLoadState();
    check('the year is told', (await main(it.second)).includes('Règles appliquées'));
    await axe(it.second, 'a statement, previewed');
    await it.second.locator('button[value=adopt]').click();
    await it.second.waitForURL(/\/applicability$/);
    check('its author does not review it', (await it.second.locator('main tbody a.btn').count()) <= 1);
    await open(it.page, '/applicability');
    check('it waits for the other', (await it.page.locator('main a[href^="/applicability/"]').count()) >= 1);
  });

  step('a form filled in wrongly says so in French, by the label of the field', async () => {
    await open(it.page, '/waivers/new?indicator=backup_daily');
    await it.page.locator('input[name=whom][value=all]').check();
    await it.page.fill('#f-reason', 'Essai.');
    await it.page.fill('#f-compensation', 'Aucune.');
    await it.page.fill('#f-until', '31/02/2027');
    await it.page.locator('main form.form button.main').click();
    await it.page.waitForLoadState();
    const said = await it.page.locator('main [role=alert]').innerText();
    check(`a date that is none: ${said}`, /Jusqu’au\u00a0: attendu une date .*«\u00a031\/02\/2027\u00a0»/.test(said));
    check('what was typed is still there', (await it.page.inputValue('#f-reason')) === 'Essai.');
    await axe(it.page, 'a form with a mistake');
  });

  step('the journal and the audit of Vigie tell of it', async () => {
    await open(it.page, '/journal');
    const said = await main(it.page);
    check('who did it', said.includes('camille') && said.includes('admin'));
    await open(it.page, '/journal?actor=camille');
    check('by person', !(await it.page.locator('main tbody').innerText()).includes('admin'));
    await open(it.page, '/doctor');
    check('the audit finds what it looked at', /\d/.test(await it.page.locator('main h1').innerText()));
  });
}
