/** How a request to the Kubernetes API failed. */
export type Failure =
  | {
      /** The server answered with something other than success. */
      readonly kind: 'status';
      readonly code: number;
      /** The `Status` object's reason (`Forbidden`, `Conflict`, `Expired`, …); empty where there is none. */
      readonly reason: string;
      readonly message: string;
      /** Milliseconds to wait, where the server says so. */
      readonly retryAfter: number | undefined;
      /** The object that the `Status` is about; empty where the answer names none, as for a path that is not served. */
      readonly objectName: string;
    }
  /** No connection: refused, reset, a name that does not resolve, a certificate that does not verify. */
  | { readonly kind: 'unreachable'; readonly message: string; readonly certificate: boolean }
  | { readonly kind: 'timeout'; readonly message: string }
  /** The answer is larger than we are willing to hold. */
  | { readonly kind: 'too-large'; readonly message: string }
  /** The answer is not what the Kubernetes API sends. */
  | { readonly kind: 'invalid'; readonly message: string }
  /** The token, or the program that gives it, could not be read. */
  | { readonly kind: 'credentials'; readonly message: string };

/** A request that failed: which one, and how. Holds no token and no body. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** Method and path: `GET /apis/networking.k8s.io/v1/ingresses`. */
  readonly request: string;
  readonly failure: Failure;

  constructor(request: string, failure: Failure, options?: ErrorOptions) {
    super(`${request}: ${describeFailure(failure)}`, options);
    this.request = request;
    this.failure = failure;
  }
}

export function describeFailure(failure: Failure): string {
  if (failure.kind !== 'status') return failure.message;
  return [String(failure.code), failure.reason, failure.message].filter((part) => part !== '').join(' ');
}

/** What a user can do about it, one sentence. */
export function remedyFor(failure: Failure): string {
  switch (failure.kind) {
    case 'status':
      return remedyForStatus(failure.code);
    case 'unreachable':
      return failure.certificate
        ? 'Give the CA of the API server (certAuthFilePath, ca.crt of the service account, or certificate-authority in the kubeconfig).'
        : 'Check that the API server runs and that its address is right.';
    case 'timeout':
      return 'Check the network and the load of the API server.';
    case 'too-large':
    case 'invalid':
      return 'Check that the address is that of a Kubernetes API server.';
    case 'credentials':
      return 'Check the token file, or the exec plugin that the kubeconfig names.';
  }
}

function remedyForStatus(code: number): string {
  switch (code) {
    case 401:
      return 'Check the token or the client certificate: the API server does not accept it.';
    case 403:
      return 'Grant this right to the user or service account, in a Role or ClusterRole.';
    case 404:
      return 'Check that this version of Kubernetes serves the resource, and that the address has no stray path.';
    case 409:
      return 'Somebody else keeps changing the object at the same time; nothing to do if it passes.';
    case 429:
    case 503:
      return 'The API server is overloaded or starting; nothing to do if it passes.';
    default:
      return 'See the log of the API server.';
  }
}

/** That a resource version is too old (410), or from a time that the server knows nothing of: only a new list helps. */
export function isExpired(failure: Failure): boolean {
  if (failure.kind !== 'status') return false;
  return (
    failure.code === 410 ||
    failure.reason === 'Expired' ||
    failure.reason === 'Gone' ||
    failure.message.includes('Too large resource version')
  );
}

/** That the server has no such path, as opposed to no such object: the API version is not (or no longer) served. */
export function isPathUnknown(failure: Failure): boolean {
  return failure.kind === 'status' && failure.code === 404 && failure.objectName === '';
}
