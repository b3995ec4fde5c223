import { type OpenAPIObject, ApiTags } from '@nestjs/swagger';
import { operationsOf } from './openapi-problems.js';

/** What the platform itself answers comes after what the business does. */
const LAST = ['problems', 'health'];

const descriptions = new Map<string, string>();

/** Puts a controller's operations into a section of the document, and describes it; a second controller joins it by `@ApiTags`. */
export function Section(name: string, description: string): ClassDecorator {
  descriptions.set(name, description);
  return ApiTags(name);
}

/** The document's sections in the order in which their operations come. @throws for a section that nobody describes */
export function sectionsOf(document: OpenAPIObject): { name: string; description: string }[] {
  const names = new Set([...operationsOf(document)].flatMap(({ operation }) => operation.tags ?? []));
  return [...names]
    .sort((one, other) => LAST.indexOf(one) - LAST.indexOf(other))
    .map((name) => {
      const description = descriptions.get(name);
      if (!description) throw new Error(`No controller describes the section ${name} by @Section.`);
      return { name, description };
    });
}
