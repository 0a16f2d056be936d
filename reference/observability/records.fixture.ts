import type { RequestRecord } from '../proxy/observer.ts';

/** A request that was answered by a pod, with what the test is about in place of the rest. */
export function recordOf(record: Partial<RequestRecord> = {}): RequestRecord {
  return {
    entryPoint: 'web',
    client: { address: '192.0.2.7', httpVersion: '1.1', tls: undefined },
    peer: '192.0.2.7:51234',
    method: 'GET',
    authority: 'app.example.com:8080',
    target: '/path?query=1',
    requestHeaders: [
      'Host',
      'app.example.com:8080',
      'user-agent',
      'curl/8.0',
      'Authorization',
      'Basic c2VjcmV0',
    ],
    start: Date.UTC(2024, 4, 1, 10, 0, 0, 250),
    duration: 12.5,
    status: 200,
    responseHeaders: ['Content-Type', 'text/plain', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'],
    requestSize: 3,
    responseSize: 60,
    router: 'default-app@kubernetes',
    service: 'default-app-80@kubernetes',
    origin: { server: 'http://10.1.2.3:8080', status: 200, size: 60, duration: 10 },
    retries: 0,
    upgrade: undefined,
    ...record,
  };
}

export const overTls: RequestRecord['client'] = {
  address: '2001:db8::1',
  httpVersion: '2.0',
  tls: {
    serverName: 'app.example.com',
    protocol: 'TLSv1.2',
    cipher: 'ECDHE-RSA-AES128-GCM-SHA256',
    certificate: () => undefined,
  },
};
