import { fileURLToPath } from 'node:url';
import SwaggerParser from '@apidevtools/swagger-parser';

/** What swagger-cli's `validate` did: the document against the schema of OpenAPI 3.0, every reference followed. */
await SwaggerParser.validate(fileURLToPath(new URL('../../openapi.json', import.meta.url)));
