import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { ApiView } from '../api/view.ts';
import { backend, ingress, path } from '../provider/testing.ts';
import { noChromium, startChromium } from './chromium.fixture.ts';
import { type DashboardServer, serveDashboard } from './dashboard-server.fixture.ts';
import {
  annotations,
  certificate,
  exampleFile,
  exampleObjects,
  viewOf,
  withPods,
} from './example.fixture.ts';

/** How often the dashboard asks, milliseconds, and a little. */
const aPoll = 6_000;

describe('the dashboard in Chromium', { skip: noChromium ?? false }, () => {
  let browser: Browser;
  before(async () => {
    browser = await startChromium();
  });
  after(() => browser.close());

  /** A page of the dashboard, whose clock the test sets; everything is closed afterwards, and nothing may have failed. */
  async function onPage(
    view: () => ApiView,
    work: (page: Page, server: DashboardServer) => Promise<void>,
    { hash = '', expectFailures = false } = {},
  ): Promise<void> {
    const server = await serveDashboard(view);
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) complaints.push(`asked for ${request.url()}`);
    });
    try {
      await page.clock.install();
      await page.goto(`${server.url}/dashboard/${hash}`);
      await page.getByText('Live', { exact: true }).waitFor();
      await work(page, server);
      if (!expectFailures) assert.deepEqual(complaints, []);
    } finally {
      await context.close();
      await server.close().catch(() => {});
    }
  }

  const rowOf = (page: Page, name: string) =>
    page.locator('tbody', { has: page.getByRole('rowheader', { name, exact: true }) });

  it('says of every Ingress whether it is served, or why not and what to do', async () => {
    const view = await viewOf(exampleObjects(), exampleFile());
    await onPage(
      () => view,
      async (page) => {
        await rowOf(page, 'docs/handbook').getByText('✓ served').waitFor();
        const missing = rowOf(page, 'monitoring/prometheus');
        await missing.getByText('✕ not served').waitFor();
        await missing.getByText('There is no Service monitoring/prometheus.').waitFor();
        await missing.getByText('Create the Service').waitFor();
        await rowOf(page, 'shop/search').getByText('! with problems').waitFor();
        await rowOf(page, 'monitoring/grafana').getByText('There is no middleware auth@file.').waitFor();
        await rowOf(page, 'legacy/intranet').getByText('– not ours').waitFor();
        await rowOf(page, 'legacy/intranet').getByText('nginx').waitFor();
        await page.getByRole('link', { name: /Ingresses 6/ }).waitFor();
      },
    );
  });

  it('shows what changes without being asked to', async () => {
    let view = await viewOf([]);
    await onPage(
      () => view,
      async (page, server) => {
        await page.getByText('No Ingress.').waitFor();
        view = await viewOf(exampleObjects());
        await page.clock.fastForward(aPoll);
        await rowOf(page, 'docs/handbook').getByText('✓ served').waitFor();
        const asked = server.asked.length;
        await page.clock.fastForward(1_000);
        assert.equal(server.asked.length, asked, 'and asks no more often than it has to');
      },
    );
  });

  it('tells when nobody answers any more', async () => {
    const view = await viewOf(exampleObjects());
    await onPage(
      () => view,
      async (page, server) => {
        await rowOf(page, 'docs/handbook').waitFor();
        await server.close();
        await page.clock.fastForward(aPoll);
        await page.getByText('No answer').waitFor();
        await rowOf(page, 'docs/handbook').waitFor();
      },
      { expectFailures: true },
    );
  });

  it('takes nothing that others have named for markup', async () => {
    const markup = `<img src=x onerror="window.injected='yes'"><script>window.injected='yes'</script>`;
    const objects = [
      ...withPods('shop/web', '10.1.0.1'),
      ingress('shop/path', {
        rules: [{ host: 'a.com', paths: [path(`/${markup}`, backend('web'), 'Prefix')] }],
      }),
      ingress('shop/backend', { rules: [{ host: 'b.com', paths: [path('/', backend(markup), 'Prefix')] }] }),
      ingress('shop/annotation', {
        metadata: annotations({ 'router.priority': markup, 'router.tls': markup }),
        rules: [{ host: 'c.com', paths: [path('/', backend('web'), 'Prefix')] }],
      }),
      ingress('shop/secret', {
        rules: [{ host: 'd.com', paths: [path('/', backend('web'), 'Prefix')] }],
        tls: [{ hosts: [markup], secretName: markup }],
        loadBalancer: [{ hostname: markup }],
      }),
      ingress('shop/class', { metadata: { annotations: { 'kubernetes.io/ingress.class': markup } } }),
      ingress(`shop/${markup}`, { rules: [{ host: 'e.com', paths: [path('/', backend('web'), 'Prefix')] }] }),
    ];
    const file = {
      http: {
        routers: { [markup]: { rule: `Path(\`${markup}\`)`, service: markup, middlewares: [markup] } },
        services: { [markup]: { loadBalancer: { servers: [{ url: 'http://x' }], passHostHeader: true } } },
        middlewares: { [markup]: { addPrefix: { prefix: `/${markup}` } } },
      },
      tls: { certificates: [certificate(markup, 3, markup)] },
    };
    const view = await viewOf(objects, file);
    await onPage(
      () => view,
      async (page) => {
        for (const name of [
          'ingresses',
          'problems',
          'routers',
          'services',
          'middlewares',
          'certificates',
          'entrypoints',
        ]) {
          await page.evaluate(`location.hash = '#/${name}'`);
          await page.locator(`nav a[href='#/${name}'][aria-current=page]`).waitFor();
          await page.locator('#list[aria-busy=false]').waitFor();
          const shownHere = name === 'entrypoints' ? ':8443' : markup;
          await page.getByText(shownHere).first().waitFor();
          for (const more of await page.getByRole('button', { name: /More about/ }).all()) await more.click();
          assert.equal(await page.locator('main img, main script').count(), 0, name);
        }
        assert.equal(await page.evaluate('window.injected'), undefined);
      },
    );
  });

  it('finds its way through a thousand Ingresses', async () => {
    const objects = [
      ...withPods('shop/web', '10.1.0.1'),
      ...Array.from({ length: 1000 }, (_, index) =>
        ingress(`shop/app-${String(index).padStart(4, '0')}`, {
          rules: [{ host: `app-${index}.example.com`, paths: [path('/', backend('web'), 'Prefix')] }],
        }),
      ),
    ];
    const view = await viewOf(objects);
    await onPage(
      () => view,
      async (page) => {
        await page.getByText('1000 entries').waitFor();
        assert.equal(await page.locator('#list > table > tbody').count(), 100);
        await page.getByRole('link', { name: 'Next ›' }).click();
        await rowOf(page, 'shop/app-0100').waitFor();
        await page.getByText('Page 2 of 10').waitFor();
        await page.keyboard.press('/');
        await page.keyboard.type('app-777.example');
        await page.clock.fastForward(1_000);
        await page.getByText('1 entry').waitFor();
        await rowOf(page, 'shop/app-0777').waitFor();
        assert.match(page.url(), /search=app-777/);
      },
    );
  });

  it('can be used with the keyboard alone, and keeps its place', async () => {
    const view = await viewOf(exampleObjects(), exampleFile());
    let problems = view.problems;
    await onPage(
      () => ({ ...view, problems }),
      async (page) => {
        await rowOf(page, 'docs/handbook').waitFor();
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        assert.equal(await page.evaluate('document.activeElement.id'), 'content');
        await page.keyboard.press('Tab');
        assert.equal(await page.evaluate('document.activeElement.id'), 'search');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        const more = page.getByRole('button', { name: 'More about docs/handbook', expanded: true });
        await more.waitFor();
        await rowOf(page, 'docs/handbook').getByText('docs-handbook-docs-example-com@kubernetes').waitFor();
        problems = [];
        await page.clock.fastForward(aPoll);
        await page.getByText('There is no Service monitoring/prometheus.').waitFor({ state: 'detached' });
        await more.waitFor();
        assert.equal(
          await page.evaluate(`document.activeElement.getAttribute('aria-label')`),
          'More about docs/handbook',
        );
      },
    );
  });

  it('is light or dark, as the system or the user has it', async () => {
    const view = await viewOf([]);
    await onPage(
      () => view,
      async (page) => {
        const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
        const light = await background();
        await page.emulateMedia({ colorScheme: 'dark' });
        const dark = await background();
        assert.notEqual(dark, light);
        await page.getByRole('button', { name: 'Colours: auto' }).click();
        assert.equal(await background(), light);
        await page.reload();
        await page.getByRole('button', { name: 'Colours: light' }).click();
        assert.equal(await background(), dark);
      },
    );
  });

  it('shows certificates and never their keys', async () => {
    const view = await viewOf([], exampleFile());
    await onPage(
      () => view,
      async (page) => {
        await rowOf(page, '*.example.com').getByText('! expires soon').waitFor();
        await rowOf(page, 'shop.example.com www.shop.example.com').getByText('✓ valid').waitFor();
        assert.doesNotMatch(await page.content(), /PRIVATE|fingerprint/);
      },
      { hash: '#/certificates' },
    );
  });
});
