import { isIP } from 'node:net';
import { parseAddress } from './address.ts';
import { formatDuration, longestDuration, parseDuration } from './duration.ts';
import { quote } from './issues.ts';

/** How the text of an option becomes its value. */
export interface ValueType<T> {
  /** For help and tables: `duration`, `list of IPs`. */
  readonly name: string;
  /** What a file may hold: a number is taken as the text of it. */
  readonly inFile: 'text' | 'number' | 'text or number' | 'boolean' | 'list';
  /** Whether a list in a file may hold numbers, taken as the text of them. */
  readonly numbersInList?: boolean;
  /** Whether empty text in a file, or nothing, is a value like any other, and not the default. */
  readonly keepsEmpty?: boolean;
  /** Text as a flag has it; a list's items stand between commas. Not called for empty text, which is the default. */
  parse(text: string): Parsed<T>;
  /** The items of a list in a file, each for itself. */
  parseItems?(items: readonly string[]): Parsed<T>;
  /** The value as a flag has it; empty text where it is written as nothing. */
  format(value: T): string;
}

export type Parsed<T> =
  | { readonly kind: 'value'; readonly value: T }
  | {
      readonly kind: 'invalid';
      /** The text, or the item of it, that is wrong, as it may be shown. */
      readonly shown: string;
      /** What is wrong with it, to stand behind the text: `is not an IP address`. Holds nothing of the text. */
      readonly reason: string;
      readonly remedy: string;
    };

/** Any text. */
export const text: ValueType<string> = {
  name: 'text',
  inFile: 'text',
  parse: (input) => valid(input),
  format: (value) => value,
};

/** Text, undefined where none is given. */
export const optionalText: ValueType<string | undefined> = {
  name: 'text',
  inFile: 'text',
  parse: (input) => valid(input),
  format: (value) => value ?? '',
};

/** As Go's `strconv.ParseBool` reads them. */
export const boolean: ValueType<boolean> = {
  name: 'boolean',
  inFile: 'boolean',
  parse: (input) => {
    if (/^(?:1|t|T|TRUE|true|True)$/.test(input)) {
      return valid(true);
    }
    if (/^(?:0|f|F|FALSE|false|False)$/.test(input)) {
      return valid(false);
    }
    return invalid(input, 'is neither true nor false', 'Write true or false.');
  },
  format: String,
};

/** A whole number from `least` to `most`. */
export function integer(least: number, most: number): ValueType<number> {
  return {
    name: 'integer',
    inFile: 'number',
    parse: (input) => {
      const number = /^[-+]?\d{1,15}$/.test(input) ? Number(input) : Number.NaN;
      return number >= least && number <= most
        ? valid(number)
        : invalid(
            input,
            `is not a whole number from ${least} to ${most}`,
            `Write one from ${least} to ${most}.`,
          );
    },
    format: String,
  };
}

/** A time of zero or more; the value is in milliseconds. */
export const duration: ValueType<number> = {
  name: 'duration',
  inFile: 'text or number',
  parse: (input) => {
    const milliseconds = parseDuration(input);
    if (milliseconds === undefined) {
      return invalid(input, 'is not a duration', 'Write whole seconds (10) or a Go duration (1m30s, 500ms).');
    }
    if (milliseconds < 0) {
      return invalid(input, 'is a negative duration', 'Write a duration of zero or more, such as 10s.');
    }
    if (milliseconds > longestDuration) {
      return invalid(
        input,
        'is too long a duration',
        'Write one of at most 24 days (576h); 0 often means "no limit".',
      );
    }
    return valid(milliseconds);
  },
  format: formatDuration,
};

/** One of a few words, in any case. */
export function oneOf<const W extends string>(...words: readonly W[]): ValueType<W> {
  return {
    name: words.join(' | '),
    inFile: 'text',
    parse: (input) => {
      const word = words.find((candidate) => candidate.toLowerCase() === input.toLowerCase());
      const all = words.join(', ');
      return word === undefined ? invalid(input, `is none of ${all}`, `Write one of ${all}.`) : valid(word);
    },
    format: (value) => value,
  };
}

/** An IPv4 or IPv6 address, without a zone. */
export const ip: ValueType<string> = {
  name: 'IP',
  inFile: 'text',
  parse: (input) =>
    isAddress(input)
      ? valid(input)
      : invalid(
          input,
          'is not an IP address',
          'Write one IPv4 or IPv6 address, such as 192.0.2.1 or 2001:db8::1.',
        ),
  format: (value) => value,
};

/** An address, or a range of them as address and prefix length (RFC 4632, RFC 4291). */
export const ipOrCidr: ValueType<string> = {
  name: 'IP or CIDR',
  inFile: 'text',
  parse: (input) => {
    const [address = '', length, ...more] = input.split('/');
    const most = isIP(address) === 4 ? 32 : 128;
    const fits = length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= most);
    return isAddress(address) && fits && more.length === 0
      ? valid(input)
      : invalid(input, 'is neither an IP address nor a CIDR range', 'Write such as 192.0.2.1 or 10.0.0.0/8.');
  },
  format: (value) => value,
};

/** An `http` or `https` URL of a server, without user, query and fragment. */
export const serverUrl: ValueType<string> = {
  name: 'URL',
  inFile: 'text',
  parse: (input) => {
    const remedy = 'Write an http or https URL, such as https://192.0.2.1:6443 or http://localhost:8001.';
    const url = URL.parse(input);
    if (url === null || !/^https?:\/\/[^/]/i.test(input)) {
      return invalid(withoutUser(input), 'is not an http or https URL', remedy);
    }
    if (url.username !== '' || url.password !== '') {
      return invalid(
        withoutUser(input),
        'has a user or password in it',
        'Leave it out; a token has an option of its own.',
      );
    }
    if (url.search !== '' || url.hash !== '') {
      return invalid(url.origin + url.pathname, 'is followed by a query or a fragment', remedy);
    }
    return valid(input);
  },
  format: (value) => value,
};

/** `[host]:port`, where a TCP listener is to be. `/tcp` behind it, which changes nothing, is left out of the value. */
export const listenAddress: ValueType<string> = {
  name: 'address',
  inFile: 'text',
  parse: (input) => {
    const [, address = '', protocol] = /^(.*?)(?:\/(\w*))?$/s.exec(input) ?? [];
    if (protocol?.toLowerCase() === 'udp') {
      return invalid(
        input,
        'asks for UDP, which this reference does not implement',
        'Write a TCP address, such as :80.',
      );
    }
    return parseAddress(address) !== undefined && (protocol ?? 'tcp').toLowerCase() === 'tcp'
      ? valid(address)
      : invalid(input, 'is not an address [host]:port', 'Write such as :80, 127.0.0.1:8080 or [::1]:443.');
  },
  format: (value) => value,
};

/** Items of one type: between commas in a flag, a list in a file. */
export function listOf(name: string, item: ValueType<string>): ValueType<readonly string[]> {
  const parseItems = (items: readonly string[]): Parsed<readonly string[]> => {
    const values: string[] = [];
    for (const input of items) {
      const parsed = item.parse(input);
      if (parsed.kind === 'invalid') {
        return parsed;
      }
      values.push(parsed.value);
    }
    return valid(values);
  };
  return {
    name,
    inFile: 'list',
    parse: (input) => parseItems(input.split(',').map((part) => part.trim())),
    parseItems,
    format: (value) => value.join(','),
  };
}

/** What `parse` answers where the text is good. */
export function valid<T>(value: T): Parsed<T> {
  return { kind: 'value', value };
}

/** What `parse` answers where it is not; `reason` stands behind the text: `is not a duration`. */
export function invalid(input: string, reason: string, remedy: string): Parsed<never> {
  return { kind: 'invalid', shown: quote(input), reason, remedy };
}

function isAddress(input: string): boolean {
  return isIP(input) !== 0 && !input.includes('%');
}

/** A URL that does not parse may still hold a password. */
function withoutUser(input: string): string {
  return input.includes('@') ? `…${input.slice(input.lastIndexOf('@'))}` : input;
}
