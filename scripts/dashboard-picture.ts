/** Takes the picture of the dashboard that the documentation shows; needs Chromium where Debian has it. */
import { join } from 'node:path';
import { startChromium } from '../reference/dashboard/chromium.fixture.ts';
import { serveDashboard } from '../reference/dashboard/dashboard-server.fixture.ts';
import { exampleFile, exampleObjects, viewOf } from '../reference/dashboard/example.fixture.ts';

const [, , path = join(import.meta.dirname, '..', 'docs', 'dashboard.png'), scheme = 'light', hash = ''] =
  process.argv;
const view = await viewOf(exampleObjects(), exampleFile());
const server = await serveDashboard(() => view);
const browser = await startChromium();
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 980 },
    colorScheme: scheme === 'dark' ? 'dark' : 'light',
  });
  await page.goto(`${server.url}/dashboard/${hash}`);
  await page.getByRole('table').first().waitFor();
  await page.screenshot({ path });
} finally {
  await browser.close();
  await server.close();
}
