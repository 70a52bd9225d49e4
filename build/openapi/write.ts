import { writeFileSync } from 'node:fs';
import { openApi } from './openapi.ts';

// `npm run openapi`: writes the OpenAPI document, which a clone serves and the package ships. A test fails while it is not the newest.

writeFileSync('src/api/openapi.json', `${JSON.stringify(openApi(), undefined, 2)}\n`);
