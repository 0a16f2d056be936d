import { option, required, section, sectionList } from '../../configuration/schema.ts';
import { integer, text } from '../../configuration/value-types.ts';
import { optionalTextOption, textOption, textsOption } from './value-types.ts';

/** `main` and `sans` of a certificate that is to be obtained. */
export const domains = sectionList('Names that a certificate is obtained for.', {
  main: textOption(),
  sans: textsOption(),
});

/** What stands under `http.routers.NAME`. */
export const router = {
  entryPoints: textsOption(),
  middlewares: textsOption(),
  service: required({ type: text, description: 'Where requests go.', example: 'app' }),
  rule: required({ type: text, description: 'Which requests.', example: 'Host(`example.com`)' }),
  priority: option({
    type: integer(-(2 ** 31), 2 ** 31 - 1),
    default: 0,
    description: 'The higher goes first; 0: the length of the rule.',
    example: '10',
  }),
  tls: section('optional', 'Answer HTTPS requests alone.', {
    options: optionalTextOption(),
    certResolver: optionalTextOption(),
    domains,
  }),
};
