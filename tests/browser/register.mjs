// A register that no tool keeps: what a person enters is checked at once, and is a record like any other.
import { axe, check, until } from './lib.mjs';

const main = (page) => page.locator('main').innerText();

export function register(step, it) {
  step('a register kept by hand: an error loses nothing, an entry becomes a record', async () => {
    const { page } = it;
    await page.goto(`${it.vigie.base}/sources/new?connector=form`);
    await page.fill('#name', 'Essais de restauration');
    await page.fill('#code', 'essais-de-restauration');
    await page.selectOption('#o_kind', 'restore_test');
    await page.locator('button[value=save]').click();
    await page.waitForURL(/\/source\/\d+\/entries/);
    const list = page.url().split('?')[0];
    check('nothing is green before anything was said', (await page.locator('main .s-applied').count()) === 0);
    await page.locator('main a[href$="/entry/new"]').first().click();
    await page.fill('[name=f_asset]', 'srv-neuf');
    await page.fill('[name=f_tested_at]', '31/02/2026');
    await page.selectOption('[name=f_result]', { index: 1 });
    await page.locator('main form button[value=save]').click();
    await page.waitForLoadState();
    check(`the error names what was found: ${(await main(page)).slice(0, 400)}`, /31\/02\/2026\s»/.test(await main(page)));
    check('what was typed is still there', (await page.inputValue('[name=f_asset]')) === 'srv-neuf' && (await page.inputValue('[name=f_tested_at]')) === '31/02/2026');
    await axe(page, 'an entry that does not fit');
    await page.fill('[name=f_tested_at]', '02/11/2026 10:00');
    await page.locator('main form button[value=save]').click();
    await page.waitForURL(/\/entries/);
    await until('the entry to be read', async () => { await page.goto(list); return (await main(page)).includes('Prise en compte'); }, 60);
    await page.locator('main a[href^="/record/restore_test/"]').first().click();
    await page.waitForURL(/\/record\/restore_test\//);
    check('the record says it, and from which source', (await main(page)).includes('srv-neuf') && (await main(page)).includes('Essais de restauration'));
    await page.goto(list);
    await page.locator('main form[action$="/confirm"] button').first().click();
    await page.waitForLoadState();
    check('somebody confirmed it', (await main(page)).includes('À jour'));
  });
}
