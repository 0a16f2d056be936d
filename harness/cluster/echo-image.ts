import { packageVersion } from '../package-version.ts';

/** What `deploy/echo/Dockerfile` makes, where releases are to publish it. `--echo-image` names another one. */
export const echoImage = `ghcr.io/ingress-conformance/echo:${packageVersion}`;
